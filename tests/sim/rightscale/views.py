"""Resources as the API shows them.  Links come in any order: clients go by rel."""
from notation import to_old
from resources import stamp


def link(rel, href, **more):
    return {'rel': rel, 'href': href, **more}


def actions(*rels):
    return [{'rel': rel} for rel in rels]


def shuffled(account, view):
    """Links in any order, and members that no reference knows."""
    account.rng.shuffle(view['links'])
    return {'undocumented': [{'rel': 'self', 'href': None}], **view}


def inputs(found, view):
    show = (lambda v: v) if view == 'inputs_2_0' else to_old
    return [{'name': k, 'value': show(v)} for k, v in sorted(found.items())]


def deployment(account, d, view='default'):
    links = [link('self', d.href)] + [
        link(rel, f'{d.href}/{rel}') for rel in ('inputs', 'servers', 'server_arrays', 'alerts')]
    if d.locked:
        links.append(link('lock_user', '/api/users/1001'))
    shown = {'name': d.name, 'description': d.description or None, 'locked': d.locked,
             'server_tag_scope': d.scope, 'links': links,
             'actions': actions('clone', 'lock', 'unlock')}
    if view in ('inputs', 'inputs_2_0'):
        shown['inputs'] = inputs(d.inputs, view)
    return shuffled(account, shown)


def server(account, s, view='default'):
    links = [link('self', s.href), link('deployment', s.deployment),
             link('next_instance', s.next.href), link('alert_specs', f'{s.href}/alert_specs'),
             link('alerts', f'{s.href}/alerts')]
    if s.current:
        links.append(link('current_instance', s.current.href))
    rels = ('terminate', 'reboot', 'clone') if s.current else ('launch', 'clone')
    shown = {'name': s.name, 'description': s.description, 'state': s.state,
             'created_at': stamp(s.created), 'updated_at': stamp(), 'links': links,
             'actions': actions(*rels)}
    if view == 'instance_detail':
        shown['next_instance'] = instance(account, s.next)
        if s.current:
            shown['current_instance'] = instance(account, s.current)
    return shuffled(account, shown)


def instance(account, i, view='default'):
    if view == 'tiny':
        return {'links': [link('self', i.href)], 'actions': []}
    links = [link('self', i.href), link('cloud', '/api/clouds/1'),
             link('deployment', account.deployment_of(i)), link('parent', i.parent),
             link('server_template', i.template),
             link('multi_cloud_image', '/api/multi_cloud_images/400001003',
                  **({} if i.image else {'inherited_source': 'server_template'}))] + [
        link(rel, f'{i.href}/{rel}')
        for rel in ('inputs', 'volume_attachments', 'monitoring_metrics', 'alerts')]
    if not i.parent:
        links = [l for l in links if l['rel'] not in ('parent', 'deployment')]
    rels = ['launch'] if i.next else []
    if i.runs():
        rels = ['terminate', 'run_executable', 'lock', 'unlock']
        if i.state != 'pending':
            rels.insert(1, 'reboot')
    shown = {'name': i.name, 'state': i.state, 'resource_uid': i.uid, 'locked': i.locked,
             'pricing_type': 'fixed', 'public_ip_addresses': list(i.public),
             'private_ip_addresses': list(i.private),
             'associate_public_ip_address':
                 i.told.get('associate_public_ip_address', 'true') == 'true',
             'ip_forwarding_enabled': False,
             'cloud_specific_attributes': {
                 'ebs_optimized': False, **i.told.get('cloud_specific_attributes', {})},
             'created_at': stamp(i.created), 'updated_at': stamp(), 'links': links,
             'actions': actions(*rels)}
    if view in ('full', 'full_inputs_2_0'):
        shown['inputs'] = inputs(i.inputs, 'inputs_2_0' if '2_0' in view else 'inputs')
    if view in ('extended', 'full', 'full_inputs_2_0'):
        shown.update({'description': None, 'public_dns_names': [], 'private_dns_names': [],
                      'os_platform': 'linux', 'user_data': i.told.get('user_data'), 'security_groups': [],
                      'subnets': [], 'monitoring_id': i.uid, 'inherited_sources': []})
    if i.ended:
        shown['terminated_at'] = stamp(i.ended)
    return shuffled(account, shown)


def array(account, a, view='default'):
    running = [i for i in a.instances if i.runs()]
    links = [link('self', a.href), link('deployment', a.deployment),
             link('current_instances', f'{a.href}/current_instances'),
             link('next_instance', a.next.href), link('alert_specs', f'{a.href}/alert_specs'),
             link('alerts', f'{a.href}/alerts')]
    shown = {'name': a.name, 'state': 'enabled' if a.enabled else 'disabled',
             'array_type': a.array_type, 'instances_count': len(running),
             'description': a.description,
             'elasticity_params': {
                 'bounds': {'min_count': str(a.min), 'max_count': str(a.max)},
                 'pacing': {'resize_up_by': '1', 'resize_down_by': '1', 'resize_calm_time': '5',
                            **a.params.get('pacing', {})},
                 'schedule_entries': a.params.get('schedule', []),
                 'alert_specific_params': {'voters_tag_predicate': a.name,
                                           'decision_threshold': '51',
                                           **a.params.get('alert_specific_params', {})}},
             'links': links, 'actions': actions('launch', 'scale_up', 'clone')}
    if view == 'instance_detail':
        shown['next_instance'] = instance(account, a.next)
    return shuffled(account, shown)


def template(account, t, view='default'):
    shown = {'name': t.name, 'revision': t.revision, 'lineage': t.lineage, 'description': '',
             'links': [link('self', t.href), link('inputs', f'{t.href}/inputs'),
                       link('runnable_bindings', f'{t.href}/runnable_bindings')],
             'actions': actions('clone')}
    shown['links'].append(link('cookbook_attachments', f'{t.href}/cookbook_attachments'))
    if view in ('inputs', 'inputs_2_0'):
        shown['inputs'] = inputs(t.inputs, view)
    return shuffled(account, shown)


def binding(account, t, b):
    links = [link('self', f'{t.href}/runnable_bindings/{b["id"]}')]
    shown = {k: v for k, v in b.items() if k != 'right_script'}
    shown['id'] = str(b['id'])
    if 'right_script' in b:
        script = next(s for s in account.right_scripts if s['id'] == b['right_script'])
        shown['right_script'] = {k: script[k] for k in ('id', 'name', 'revision', 'lineage')}
        links.append(link('right_script', f'/api/right_scripts/{script["id"]}'))
    return {**shown, 'links': links, 'actions': []}


def right_script(account, s):
    return {'id': str(s['id']), 'name': s['name'], 'revision': s['revision'],
            'lineage': s['lineage'], 'description': '',
            'links': [link('self', f'/api/right_scripts/{s["id"]}'),
                      link('source', f'/api/right_scripts/{s["id"]}/source')], 'actions': []}


def alert(a):
    return {'status': a.status, 'triggered_at': stamp(),
            'quenched_until': stamp(a.quenched) if a.quenched else '',
            'links': [link('self', a.href), link('instance', a.instance.href)],
            'actions': actions('quench')}


def volume_attachment(i):
    return {'device': '/dev/sdk', 'device_id': 'sdk', 'state': 'attached',
            'resource_uid': 'attach-' + i.id[:6], 'actions': [],
            'links': [link('self', f'/api/clouds/1/volume_attachments/{i.id}'),
                      link('volume', f'/api/clouds/1/volumes/{i.id}'),
                      link('instance', i.href)]}


def volume(i):
    return {'name': f'{i.name}-data', 'size': 10, 'status': 'in-use', 'actions': [],
            'resource_uid': 'vol-' + i.id[:8],
            'links': [link('self', f'/api/clouds/1/volumes/{i.id}'),
                      link('cloud', '/api/clouds/1')]}


def backup(_account, b):
    return {'name': b.name, 'lineage': b.lineage, 'from_master': b.from_master,
            'volume_snapshot_count': b.count, 'completed': b.completed,
            'committed': b.committed, 'created_at': stamp(b.created),
            'description': b.description,
            'links': [link('self', b.href)], 'actions': actions('restore'),
            'volume_snapshots': [{**snapshot(b), 'device': '/dev/sdk1', 'position': '1',
                                  'committed': b.committed}]}


def snapshot(b):
    return {'name': b.name, 'resource_uid': 'snap-' + b.id[:8], 'size': 10,
            'state': 'available' if b.completed else 'pending',
            'progress': '100%' if b.completed else '40%', 'created_at': stamp(b.created),
            'links': [link('self', f'/api/clouds/1/volume_snapshots/{b.snapshot}'),
                      link('cloud', '/api/clouds/1')], 'actions': []}


def audit(_account, a):
    return {'summary': a.summary, 'user_email': a.email, 'updated_at': stamp(a.updated),
            'detail_size': len(a.detail.encode()),
            'links': [link('self', a.href), link('auditee', a.auditee),
                      link('detail', f'{a.href}/detail')],
            'actions': actions('append')}


def task(_account, t, view='default'):
    shown = {'summary': t.audit.summary, 'links': [link('self', t.href)], 'actions': []}
    if view == 'extended':
        shown['detail'] = t.audit.detail
    return shown


def cloud(href):
    return {'name': 'EC2 us-east-1', 'display_name': 'AWS US-East', 'cloud_type': 'amazon',
            'description': "Amazon's cloud, as far as this simulator goes",
            'links': [link('self', href), link('instances', f'{href}/instances'),
                      link('volume_snapshots', f'{href}/volume_snapshots')], 'actions': []}


def account(ident):
    return {'name': 'shop', 'actions': [], 'links': [
        link('self', f'/api/accounts/{ident}'), link('owner', '/api/users/1001'),
        link('cluster', '/api/clusters/3')]}


def user(email):
    return {'email': email, 'first_name': 'On', 'last_name': 'Call', 'company': 'shop',
            'links': [link('self', '/api/users/1001')], 'actions': []}


def metric(instance, plugin, view):
    base = f'{instance.href}/monitoring_metrics/{plugin}:{view}'
    return {'plugin': plugin, 'view': view, 'graph_href': 'https://example.invalid/graph',
            'links': [link('self', base), link('data', f'{base}/data')], 'actions': []}


def cookbooks(scripts):
    """href -> cookbook; their metadata has the recipes and what inputs they need."""
    names = sorted({recipe.split('::')[0] for recipe in scripts.recipes})
    found = {}
    for n, name in enumerate(names, 3200001):
        recipes = [r for r in scripts.recipes if r.startswith(name + '::')]
        found[f'/api/cookbooks/{n}'] = {
            'name': name, 'namespace': 'primary', 'state': 'frozen', 'version': '13.5.0',
            'metadata': {
                'recipes': {r: r for r in sorted(recipes)},
                'attributes': {need: {'recipes': [r for r in recipes
                                                  if need in scripts.recipes[r][1]]}
                               for r in recipes for need in scripts.recipes[r][1]}},
            'links': [link('self', f'/api/cookbooks/{n}')], 'actions': []}
    return found
