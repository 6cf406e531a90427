"""filter[]=FIELD==VALUE and FIELD<>VALUE: several are ANDed; some match in part and
without regard to case.  A field that the resource does not list is a 400."""
import re

from params import BadRequest, as_list

SERVERS = {'name': '~', 'deployment_href': '=', 'cloud_href': '='}
DEPLOYMENTS = {'name': '~', 'description': '~', 'server_tag_scope': '~',
               'resource_group_href': '='}
ARRAYS = SERVERS
INSTANCES = {'name': '~', 'state': '=', 'deployment_href': '=', 'parent_href': '=',
             'server_template_href': '=', 'resource_uid': '=', 'public_ip_address': '~',
             'private_ip_address': '~', 'public_dns_name': '~', 'private_dns_name': '~',
             'datacenter_href': '=', 'placement_group_href': '=', 'os_platform': '~'}
TEMPLATES = {'name': '~', 'description': '~', 'revision': '=', 'lineage': '=',
             'multi_cloud_image_href': '='}
RIGHT_SCRIPTS = {'name': '~', 'description': '~', 'lineage': '=', 'revision': '='}
BACKUPS = {'completed': '=', 'committed': '=', 'from_master': '=', 'latest_before': '=',
           'cloud_href': '='}
AUDITS = {'auditee_href': '=', 'user_email': '='}
ALERTS = {'status': '='}
SNAPSHOTS = {'resource_uid': '=', 'name': '~', 'description': '=', 'parent_volume_href': '=',
             'state': '=', 'deployment_href': '=', 'visibility': '='}
CLOUDS = {'name': '~', 'cloud_type': '=', 'description': '~'}
USERS = {'email': '=', 'first_name': '~', 'last_name': '~'}
COOKBOOKS = {'name': '~', 'state': '=', 'namespace': '='}
METRICS = {'plugin': '=', 'view': '='}


def parse(tree, fields):
    found = []
    for text in as_list(tree.get('filter')):
        match = re.fullmatch(r'([a-z_]+)(==|<>)(.*)', str(text), re.S)
        if match is None or match.group(1) not in fields:
            raise BadRequest(f'invalid filter: {text}')
        found.append(match.groups())
    return found


def keep(filters, fields, get):
    """get(field) -> the thing's value as text (or a list of them)."""
    for name, op, wanted in filters:
        values = [str(v) for v in as_list(get(name))] or ['']
        if fields[name] == '~':
            hit = any(wanted.lower() in v.lower() for v in values)
        else:
            hit = wanted in values
        if hit != (op == '=='):
            return False
    return True
