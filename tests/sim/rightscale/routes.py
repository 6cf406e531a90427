"""Which call goes where, and which parameters it knows."""
from api import Router

FILTER = ('filter[]', 'view')
SERVER = ('server[name]', 'server[description]', 'server[deployment_href]',
          'server[optimized]', 'server[automatic_instance_store_mapping]',
          'server[root_volume_size]')
NEW = ('server[instance][cloud_href]', 'server[instance][server_template_href]',
       'server[instance][multi_cloud_image_href]', 'server[instance][instance_type_href]',
       'server[instance][security_group_hrefs][]', 'server[instance][subnet_hrefs][]',
       'server[instance][datacenter_href]', 'server[instance][ssh_key_href]',
       'server[instance][inputs]')
INSTANCE = tuple(f'instance[{name}]' for name in (
    'server_template_href', 'multi_cloud_image_href', 'image_href', 'instance_type_href',
    'datacenter_href', 'ssh_key_href', 'security_group_hrefs][', 'subnet_hrefs][', 'user_data',
    'name', 'associate_public_ip_address'))
ARRAY = ('server_array[state]', 'server_array[name]', 'server_array[description]',
         'server_array[array_type]',
         'server_array[elasticity_params][bounds][min_count]',
         'server_array[elasticity_params][bounds][max_count]',
         'server_array[elasticity_params][pacing][resize_up_by]',
         'server_array[elasticity_params][pacing][resize_down_by]',
         'server_array[elasticity_params][pacing][resize_calm_time]',
         'server_array[datacenter_policy][]')
RUN = ('recipe_name', 'right_script_href', 'inputs', 'ignore_lock')


def router(h, sim):
    m, r = sim.more(h), Router()
    one, cloud = '/api/clouds/:c/instances/:i', '/api/clouds/:c/instances'

    r.add('POST', '/api/oauth2', m.oauth2, (
        'grant_type', 'refresh_token', 'client_id', 'client_secret', 'account_id',
        'r_s_version', 'right_link_version'), auth=False)
    for path in ('/api/session', '/api/sessions'):
        r.add('POST', path, m.login, ('email', 'password', 'account_href'), auth=False)
        r.add('GET', path, m.session, ('view',))
    r.add('GET', '/api/sessions/accounts', m.accounts, ('email', 'password', 'view'))
    r.add('GET', '/api/health-check', m.health, auth=False)

    r.add('GET', '/api/deployments', h.deployments, FILTER)
    r.add('GET', '/api/deployments/:d', h.deployment_show, ('view',))
    r.add('PUT', '/api/deployments/:d', h.deployment_update, (
        'deployment[name]', 'deployment[description]', 'deployment[server_tag_scope]'))
    r.add('POST', '/api/deployments/:d/lock', h.deployment_lock)
    r.add('POST', '/api/deployments/:d/unlock', h.deployment_unlock)
    r.add('GET', '/api/deployments/:d/servers', h.deployment_servers, FILTER)
    r.add('GET', '/api/deployments/:d/server_arrays', h.deployment_arrays, FILTER)
    r.add('GET', '/api/deployments/:d/alerts', m.alerts, FILTER)

    for path, kind in (('/api/deployments/:d', 'deployment'), (one, 'instance'),
                       ('/api/server_templates/:t', 'template')):
        r.add('GET', f'{path}/inputs',
              lambda q, *ids, k=kind: h.inputs(q, k, *ids), ('view',))
        r.add('PUT', f'{path}/inputs/multi_update',
              lambda q, *ids, k=kind: h.inputs_update(q, k, *ids), ('inputs',))

    r.add('GET', '/api/servers', h.servers, FILTER)
    r.add('POST', '/api/servers', h.server_create, SERVER + NEW)
    r.add('GET', '/api/servers/:s', h.server_show, ('view',))
    r.add('PUT', '/api/servers/:s', h.server_update, SERVER)
    r.add('DELETE', '/api/servers/:s', h.server_destroy)
    r.add('POST', '/api/servers/:s/clone', h.server_clone)
    r.add('POST', '/api/servers/:s/launch', h.server_launch, ('inputs', 'api_behavior'))
    r.add('POST', '/api/servers/:s/terminate', h.server_terminate)
    r.add('POST', '/api/servers/:s/enable_runnable_bindings',
          lambda q, s: h.server_bindings(q, s, True), ('runnable_binding_hrefs[]',))
    r.add('POST', '/api/servers/:s/disable_runnable_bindings',
          lambda q, s: h.server_bindings(q, s, False), ('runnable_binding_hrefs[]',))

    r.add('GET', cloud, h.instances, FILTER)
    r.add('POST', f'{cloud}/multi_run_executable', m.multi_run, RUN + ('filter[]',))
    r.add('GET', one, h.instance_show, ('view',))
    r.add('PUT', one, h.instance_update, INSTANCE)
    r.add('POST', f'{one}/run_executable', m.run, RUN)
    r.add('POST', f'{one}/terminate', h.instance_terminate)
    r.add('POST', f'{one}/launch', h.instance_launch, ('inputs', 'api_behavior'))
    r.add('POST', f'{one}/lock', h.instance_lock)
    r.add('POST', f'{one}/unlock', h.instance_unlock)
    r.add('GET', f'{one}/live/tasks/:t', m.task, ('view',))
    r.add('GET', f'{one}/monitoring_metrics', m.metrics, (
        'filter[]', 'size', 'period', 'tz', 'title'))
    r.add('GET', f'{one}/monitoring_metrics/:m/data', m.metric_data, ('start', 'end'))

    r.add('GET', '/api/server_arrays', h.arrays, FILTER)
    r.add('GET', '/api/server_arrays/:a', h.array_show, ('view',))
    r.add('PUT', '/api/server_arrays/:a', h.array_update, ARRAY)
    r.add('GET', '/api/server_arrays/:a/current_instances', h.array_instances, FILTER)
    r.add('POST', '/api/server_arrays/:a/launch', h.array_launch, ('count', 'inputs'))
    r.add('POST', '/api/server_arrays/:a/multi_terminate', h.array_terminate,
          ('filter[]', 'terminate_all'))

    r.add('POST', '/api/tags/multi_add', m.tag_add, ('resource_hrefs[]', 'tags[]'))
    r.add('POST', '/api/tags/multi_delete', m.tag_delete, ('resource_hrefs[]', 'tags[]'))
    r.add('POST', '/api/tags/by_resource', m.tag_by_resource, ('resource_hrefs[]',))
    r.add('POST', '/api/tags/by_tag', m.tag_by_tag, (
        'resource_type', 'tags[]', 'match_all', 'include_tags_with_prefix', 'with_deleted'))

    r.add('GET', '/api/backups', m.backups, ('lineage', 'filter[]'))
    r.add('GET', '/api/backups/:b', m.backup_show)
    r.add('PUT', '/api/backups/:b', m.backup_update, ('backup[committed]',))

    r.add('GET', '/api/audit_entries', m.audits, (
        'start_date', 'end_date', 'limit', 'filter[]', 'view'))
    r.add('POST', '/api/audit_entries', m.audit_create, (
        'audit_entry[auditee_href]', 'audit_entry[summary]', 'audit_entry[detail]', 'notify'))
    r.add('GET', '/api/audit_entries/:e', m.audit_show, ('view',))
    r.add('GET', '/api/audit_entries/:e/detail', m.audit_detail)
    r.add('POST', '/api/audit_entries/:e/append', m.audit_append, (
        'summary', 'detail', 'offset'))

    r.add('GET', '/api/server_templates', m.templates, FILTER)
    r.add('GET', '/api/server_templates/:t', m.template_show, ('view',))
    r.add('GET', '/api/server_templates/:t/runnable_bindings', m.bindings, ('view',))
    r.add('GET', '/api/right_scripts', m.right_scripts, FILTER + ('latest_only',))
    r.add('GET', '/api/right_scripts/:r', m.right_script_show, ('view',))
    return r
