"""The account as the simulator finds it: the servers that run behind, their load
balancers and the database as servers of the same deployment, and a second deployment
whose name begins alike."""
import json
import os
import re

from pool import Balancer
from resources import Array, Deployment, Instance, Server, Template

LINEAGE = 'https://my.rightscale.com/api/acct/60001/ec2_server_templates/370001000'


def _templates(sim):
    """One revision for each template behind: r41 is revision 41."""
    account = sim.account
    config = json.load(open(os.path.join(sim.dir, 'cloud.json'), encoding='utf-8'))
    where = os.path.join(sim.dir, config['templates'])
    for n, name in enumerate(sorted(os.listdir(where))):
        with open(os.path.join(where, name, 'template.json'), encoding='utf-8') as file:
            about = json.load(file)
        sim.needs[name] = about.get('needs', [])
        revision = int(re.sub(r'\D', '', name) or n + 1)
        template = Template(370001000 + revision, 'Shop App Server', revision, LINEAGE, name)
        template.inputs = {key: 'inherit' for key in config.get('inputs', {})}
        template.inputs.update({key: 'inherit' for key in about.get('needs', [])})
        template.inputs.update({
            'lb/pools': f'text:{sim.pool}', 'lb/health_check_uri': 'text:/up',
            'db/backup/lineage': 'text:shop_prod'})
        template.bindings = [
            {'id': revision * 100 + 1, 'sequence': 'boot', 'position': 1,
             'recipe': 'rightscale::setup_server_tags'},
            {'id': revision * 100 + 2, 'sequence': 'boot', 'position': 2,
             'recipe': 'lb::do_attach_request'},
            {'id': revision * 100 + 3, 'sequence': 'operational', 'position': 1,
             'recipe': 'lb::do_detach_request'},
            {'id': revision * 100 + 4, 'sequence': 'decommission', 'position': 1,
             'recipe': 'lb::do_detach_request'}]
        account.templates.append(template)
    for tier, ident in (('Load Balancer with HAProxy', 380001001), ('Database Manager', 380002001)):
        account.templates.append(Template(ident, tier, 7, f'{LINEAGE}-{ident}', ''))
    local = {t.local: t for t in account.templates}
    # What is edited stands at revision 0, whatever was committed of it.
    newest = max((t for t in account.templates if t.local), key=lambda t: t.revision)
    account.templates.append(Template(370001000, newest.name, 0, LINEAGE, newest.local,
                                      dict(newest.inputs), newest.bindings))
    return local


def _server(sim, deployment, name, template, tier='app'):
    account = sim.account
    ident = account.serial()
    following = Instance(account.new_id(), name, template.href, f'/api/servers/{ident}', next=True,
                         tier=tier)
    server = Server(ident, name, deployment.href, following, tier=tier)
    account.servers.append(server)
    return server


def stranger(sim, deployment, name):
    """A server of the newest template that somebody has made, and not launched."""
    template = max((t for t in sim.account.templates if t.local), key=lambda t: t.revision)
    return _server(sim, deployment, name, template)


def _run(sim, server, template):
    account = sim.account
    server.current = Instance(
        account.new_id(), server.name, template.href, server.href, state='operational',
        uid='i-%08x' % account.rng.getrandbits(32), uuid=account.new_uuid(), tier=server.tier)
    server.current.inputs = dict(template.inputs)
    return server.current


def _tag(sim, instance):
    instance.tags += [f'server:uuid={instance.uuid}',
                      f'server:private_ip_0={instance.private[0]}', 'appserver:active=true',
                      f'appserver:listen_ip={instance.private[0]}',
                      f'appserver:listen_port={instance.port}',
                      f'loadbalancer:{sim.pool}=app', 'rs_monitoring:state=active']


def _adopt(sim, instance, there):
    host, port = there['addr'].rsplit(':', 1)
    instance.private, instance.port = [host], int(port)
    instance.root = os.path.join(sim.servers, there['name'])
    sim.life.behind[instance.id] = there['id']
    sim.life.booting.add(instance.id)
    _tag(sim, instance)


def _array(sim, deployment, there, templates):
    account = sim.account
    ident = 460000000 + account.serial() % 1000
    following = Instance(account.new_id(), there['name'], templates[there['template']].href,
                         f'/api/server_arrays/{ident}', next=True)
    array = Array(ident, there['name'], deployment.href, following, there['enabled'],
                  there['min'], there['max'])
    account.arrays.append(array)
    return array


def _balancers(sim, deployment, templates_of):
    names = sorted(f[:-4] for f in os.listdir(sim.dir) if re.fullmatch(r'lb\d+\.cfg', f))
    for name in names:
        server = _server(sim, deployment, name, templates_of, 'lb')
        instance = _run(sim, server, templates_of)
        instance.private = ['127.0.0.1']
        instance.tags += [f'loadbalancer:{sim.pool}=lb', f'server:uuid={instance.uuid}']
        sim.balancers.append(Balancer(name, sim.dir, instance, sim.pool, sim.effects))


def _right_scripts(sim):
    for n, name in enumerate(sorted(sim.scripts.right_scripts)):
        for revision in (1, 2):
            sim.account.right_scripts.append({
                'id': 1200000 + 10 * n + revision, 'name': name, 'revision': revision,
                'lineage': f'right_script/{1200000 + 10 * n}'})


def _attach(sim, instances):
    """The pool as the boots before left it: one file each, one reload."""
    for balancer in sim.balancers:
        for instance in instances:
            balancer.write(instance.uuid, f'{instance.private[0]}:{instance.port}')
        balancer.rebuild()


def account(sim):
    found, listing = sim.account, sim.local.ask('list')
    templates = _templates(sim)
    _right_scripts(sim)
    deployment = Deployment(880012003, listing['deployment'])
    other = Deployment(880012004, listing['deployment'] + '-staging')
    found.deployments += [other, deployment]
    deployment.inputs = {i['key']: f'text:{i["value"]}' if i['value'] else 'blank'
                         for i in listing['inputs'] if i['scope'] == 'deployment'}
    by_id = {t.id: t for t in found.templates}
    _balancers(sim, deployment, by_id[380001001])
    master = _run(sim, _server(sim, deployment, 'db-master', by_id[380002001], 'db'),
                  by_id[380002001])
    master.inputs['db/backup/lineage'] = 'text:shop_prod'
    master.private = ['127.0.0.1']
    master.tags += ['database:active=true', 'rs_dbrepl:master_instance_uuid=' + master.uuid,
                    'rs_dbrepl:master_active=20260301083000-shop_prod',
                    f'server:uuid={master.uuid}']
    array = _array(sim, deployment, listing['array'], templates) if listing['array'] else None
    sim.array_behind = array.href if array else None
    running = []
    for there in listing['servers']:
        template = templates[there['template']]
        if there['in_array']:
            instance = sim.life.adopt_member(array, there['name'])
        else:
            instance = _run(sim, _server(sim, deployment, there['name'], template), template)
        _adopt(sim, instance, there)
        instance.state = 'operational'
        instance.inputs = sim.life.resolve(found.by_href(instance.parent))
        running.append(instance)
    # A stranger of a deployment with nearly the same name.
    stranger(sim, other, 'app-11')
    _attach(sim, running)
    return deployment
