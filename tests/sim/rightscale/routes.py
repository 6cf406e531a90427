"""Which call goes where, and which parameters it knows."""
from router import Router

VIEW, FILTER = ('view',), ('filter[]', 'view')
SERVER = ('server[name]', 'server[description]', 'server[deployment_href]',
          'server[optimized]', 'server[automatic_instance_store_mapping]',
          'server[root_volume_size]', 'server[instance][cloud_specific_attributes]*')
NEW = ('server[instance][cloud_href]', 'server[instance][server_template_href]',
       'server[instance][multi_cloud_image_href]', 'server[instance][image_href]',
       'server[instance][instance_type_href]', 'server[instance][security_group_hrefs][]',
       'server[instance][subnet_hrefs][]', 'server[instance][datacenter_href]',
       'server[instance][ssh_key_href]', 'server[instance][user_data]',
       'server[instance][associate_public_ip_address]', 'server[instance][inputs]')
WRAP = ('server[name]', 'server[description]', 'server[deployment_href]',
        'server[instance][href]', 'server[instance][server_template_href]',
        'server[instance][multi_cloud_image_href]', 'server[instance][inputs]')
INSTANCE = ('instance[server_template_href]', 'instance[multi_cloud_image_href]',
            'instance[image_href]', 'instance[instance_type_href]',
            'instance[datacenter_href]', 'instance[ssh_key_href]',
            'instance[security_group_hrefs][]', 'instance[subnet_hrefs][]',
            'instance[user_data]', 'instance[name]', 'instance[associate_public_ip_address]',
            'instance[cloud_specific_attributes]*')
ARRAY = ('server_array[state]', 'server_array[name]', 'server_array[description]',
         'server_array[array_type]', 'server_array[optimized]',
         'server_array[deployment_href]', 'server_array[elasticity_params][bounds]*',
         'server_array[elasticity_params][pacing]*',
         'server_array[elasticity_params][schedule][]',
         'server_array[elasticity_params][alert_specific_params]*',
         'server_array[elasticity_params][queue_specific_params]*',
         'server_array[datacenter_policy][]')
RUN = ('recipe_name', 'right_script_href', 'inputs', 'ignore_lock')
DEPLOYMENT = ('deployment[name]', 'deployment[description]', 'deployment[server_tag_scope]',
              'deployment[resource_group_href]')
DEEPER = '/api/deployments/:d'
CLOUD, ONE = '/api/clouds/:c', '/api/clouds/:c/instances/:i'


def _nested(r, methods, path, handler, allowed=()):
    """Also below the deployment, whose id says nothing more then."""
    r.add(methods, f'/api{path}', handler, allowed)
    r.add(methods, DEEPER + path, lambda q, _d, *ids: handler(q, *ids), allowed)


def _sessions(r, h):
    r.add('POST', '/api/oauth2', h.oauth2, (
        'grant_type', 'refresh_token', 'client_id', 'client_secret', 'account_id',
        'r_s_version', 'right_link_version'), auth=False)
    for path in ('/api/session', '/api/sessions'):
        r.add('POST', path, h.login, ('email', 'password', 'account_href'), auth=False)
        r.add('GET', path, h.session, VIEW)
        r.add('POST', f'{path}/instance', h.instance_login,
              ('instance_token', 'account_href'), auth=False)
        r.add('GET', f'{path}/accounts', h.accounts, ('email', 'password', 'view'), auth=False)
    r.add('GET', '/api/accounts', h.accounts, VIEW)
    r.add('GET', '/api/accounts/:a', h.account_show, VIEW)
    r.add('GET', '/api/users', h.users, FILTER)
    r.add('GET', '/api/users/:u', h.user_show, VIEW)
    r.add('GET', '/api/health-check', h.health, auth=False)


def _deployments(r, h):
    r.add('GET', '/api/deployments', h.deployments, FILTER)
    r.add('POST', '/api/deployments', h.deployment_create, DEPLOYMENT)
    r.add('GET', DEEPER, h.deployment_show, VIEW)
    r.add('PUT', DEEPER, h.deployment_update, DEPLOYMENT)
    r.add('DELETE', DEEPER, h.deployment_destroy)
    r.add('POST', f'{DEEPER}/clone', h.deployment_clone)
    r.add('POST', f'{DEEPER}/lock', h.deployment_lock)
    r.add('POST', f'{DEEPER}/unlock', h.deployment_unlock)
    r.add('GET', f'{DEEPER}/servers', h.deployment_servers, FILTER)
    r.add('GET', f'{DEEPER}/server_arrays', h.deployment_arrays, FILTER)
    r.add('GET', f'{DEEPER}/alerts', h.alerts, FILTER)
    r.add('GET', '/api/alerts/:a', h.alert_show, VIEW)
    r.add('POST', '/api/alerts/:a/quench', h.alert_quench, ('duration',))


def _inputs(r, h):
    for path, kind in ((DEEPER, 'deployment'), (ONE, 'instance'),
                       ('/api/server_templates/:t', 'template')):
        r.add('GET', f'{path}/inputs', lambda q, *ids, k=kind: h.inputs(q, k, *ids), VIEW)
        r.add('PUT', f'{path}/inputs/multi_update',
              lambda q, *ids, k=kind: h.inputs_update(q, k, *ids), ('inputs',))


def _servers(r, h):
    r.add('GET', '/api/servers', h.servers, FILTER)
    r.add('POST', '/api/servers', h.server_create, SERVER + NEW)
    r.add('POST', '/api/servers/wrap_instance', h.server_wrap, WRAP)
    _nested(r, 'GET', '/servers/:s', h.server_show, VIEW)
    _nested(r, 'PUT', '/servers/:s', h.server_update, SERVER)
    _nested(r, 'DELETE', '/servers/:s', h.server_destroy)
    _nested(r, 'POST', '/servers/:s/clone', h.server_clone)
    _nested(r, 'POST', '/servers/:s/launch', h.server_launch, ('inputs', 'api_behavior'))
    _nested(r, 'POST', '/servers/:s/terminate', h.server_terminate)
    r.add('POST', '/api/servers/:s/reboot', h.server_reboot)
    r.add('POST', '/api/servers/:s/unwrap', h.server_unwrap)
    for verb, on in (('enable', True), ('disable', False)):
        r.add('POST', f'/api/servers/:s/{verb}_runnable_bindings',
              lambda q, s, on=on: h.server_bindings(q, s, on), ('runnable_binding_hrefs[]',))
    r.add('GET', '/api/servers/:s/alerts', h.server_alerts, FILTER)
    r.add('GET', '/api/servers/:s/alert_specs', h.server_alert_specs, FILTER)


def _instances(r, h):
    r.add('GET', '/api/clouds', h.clouds, FILTER)
    r.add('GET', CLOUD, h.cloud_show, VIEW)
    r.add('GET', f'{CLOUD}/volume_snapshots', h.snapshots, FILTER)
    r.add('GET', f'{CLOUD}/volume_snapshots/:v', h.snapshot_show, VIEW)
    r.add('GET', f'{CLOUD}/instances', h.instances, FILTER)
    r.add('POST', f'{CLOUD}/instances/multi_run_executable', h.multi_run, RUN + ('filter[]',))
    r.add('POST', f'{CLOUD}/instances/multi_terminate', h.multi_terminate,
          ('filter[]', 'terminate_all'))
    r.add('GET', ONE, h.instance_show, VIEW)
    r.add('PUT', ONE, h.instance_update, INSTANCE)
    r.add('POST', f'{ONE}/run_executable', h.run, RUN)
    r.add('POST', f'{ONE}/terminate', h.instance_terminate)
    r.add('POST', f'{ONE}/launch', h.instance_launch, ('inputs', 'api_behavior'))
    r.add('POST', f'{ONE}/reboot', h.instance_reboot)
    r.add('POST', f'{ONE}/start', h.instance_stop)
    r.add('POST', f'{ONE}/stop', h.instance_stop)
    r.add('POST', f'{ONE}/lock', h.instance_lock)
    r.add('POST', f'{ONE}/unlock', h.instance_unlock)
    r.add('GET', f'{ONE}/live/tasks/:t', h.task, VIEW)
    r.add('GET', f'{ONE}/alerts', h.instance_alerts, FILTER)
    r.add('GET', f'{ONE}/volume_attachments', h.volume_attachments, FILTER)
    r.add('GET', '/api/clouds/:c/volume_attachments/:v', h.volume_attachment_show, VIEW)
    r.add('GET', '/api/clouds/:c/volumes/:v', h.volume_show, VIEW)
    graph = ('size', 'period', 'tz', 'title')
    r.add('GET', f'{ONE}/monitoring_metrics', h.metrics, FILTER[:1] + graph)
    r.add('GET', f'{ONE}/monitoring_metrics/:m', h.metric_show, graph)
    r.add('GET', f'{ONE}/monitoring_metrics/:m/data', h.metric_data, ('start', 'end'))


def _arrays(r, h):
    r.add('GET', '/api/server_arrays', h.arrays, FILTER)
    _nested(r, 'GET', '/server_arrays/:a', h.array_show, VIEW)
    _nested(r, 'PUT', '/server_arrays/:a', h.array_update, ARRAY)
    _nested(r, 'DELETE', '/server_arrays/:a', h.array_destroy)
    _nested(r, 'POST', '/server_arrays/:a/clone', h.array_clone)
    _nested(r, 'GET', '/server_arrays/:a/current_instances', h.array_instances, FILTER)
    _nested(r, 'POST', '/server_arrays/:a/launch', h.array_launch, ('count', 'inputs'))
    _nested(r, 'POST', '/server_arrays/:a/multi_terminate', h.array_terminate,
            ('filter[]', 'terminate_all'))
    _nested(r, 'POST', '/server_arrays/:a/multi_run_executable', h.array_run,
            RUN + ('filter[]',))
    r.add('POST', '/api/server_arrays/:a/scale_up', h.array_scale_up)
    r.add('POST', '/api/server_arrays/:a/scale_down', h.array_scale_down)
    r.add('GET', '/api/server_arrays/:a/live/tasks/:t', h.array_task, VIEW)
    r.add('GET', '/api/server_arrays/:a/alerts', h.array_alerts, FILTER)
    r.add('GET', '/api/server_arrays/:a/alert_specs', h.array_alert_specs, FILTER)


def _tags_and_backups(r, h):
    r.add('POST', '/api/tags/multi_add', h.tag_add, ('resource_hrefs[]', 'tags[]'))
    r.add('POST', '/api/tags/multi_delete', h.tag_delete, ('resource_hrefs[]', 'tags[]'))
    r.add('POST', '/api/tags/by_resource', h.tag_by_resource, ('resource_hrefs[]',))
    r.add('POST', '/api/tags/by_tag', h.tag_by_tag, (
        'resource_type', 'tags[]', 'match_all', 'include_tags_with_prefix', 'with_deleted'))

    r.add('GET', '/api/backups', h.backups, ('lineage', 'filter[]'))
    r.add('POST', '/api/backups', h.backup_create, (
        'backup[name]', 'backup[lineage]', 'backup[volume_attachment_hrefs][]',
        'backup[description]', 'backup[from_master]'))
    r.add('POST', '/api/backups/cleanup', h.backup_cleanup, (
        'lineage', 'keep_last', 'dailies', 'weeklies', 'monthlies', 'yearlies', 'cloud_href',
        'skip_deletion'))
    r.add('GET', '/api/backups/:b', h.backup_show)
    r.add('PUT', '/api/backups/:b', h.backup_update, ('backup[committed]',))
    r.add('DELETE', '/api/backups/:b', h.backup_destroy)
    r.add('POST', '/api/backups/:b/restore', h.backup_restore, (
        'instance_href', 'backup[name]', 'backup[description]', 'backup[volume_type_href]',
        'backup[iops]', 'backup[size]'))


def _audits(r, h):
    r.add('GET', '/api/audit_entries', h.audits, (
        'start_date', 'end_date', 'limit', 'filter[]', 'view'))
    r.add('POST', '/api/audit_entries', h.audit_create, (
        'audit_entry[auditee_href]', 'audit_entry[summary]', 'audit_entry[detail]', 'notify',
        'user_email'))
    r.add('GET', '/api/audit_entries/:e', h.audit_show, VIEW)
    r.add('PUT', '/api/audit_entries/:e', h.audit_update, (
        'audit_entry[summary]', 'audit_entry[offset]', 'notify'))
    r.add('GET', '/api/audit_entries/:e/detail', h.audit_detail)
    r.add('POST', '/api/audit_entries/:e/append', h.audit_append, (
        'summary', 'detail', 'offset', 'notify'))


def _templates(r, h):
    template = '/api/server_templates/:t'
    r.add('GET', '/api/server_templates', h.templates, FILTER)
    r.add('GET', template, h.template_show, VIEW)
    r.add('GET', f'{template}/runnable_bindings', h.bindings, VIEW)
    r.add('GET', f'{template}/runnable_bindings/:b', h.binding_show, VIEW)
    r.add('GET', f'{template}/cookbook_attachments', h.attachments, VIEW)
    r.add('GET', f'{template}/cookbook_attachments/:c', h.attachment_show, VIEW)
    r.add('GET', '/api/cookbooks', h.cookbooks, FILTER)
    r.add('GET', '/api/cookbooks/:k', h.cookbook_show, VIEW)
    r.add('GET', '/api/right_scripts', h.right_scripts, FILTER + ('latest_only',))
    r.add('POST', '/api/right_scripts', h.right_script_create, (
        'right_script[name]', 'right_script[source]', 'right_script[description]',
        'right_script[packages]'))
    r.add('GET', '/api/right_scripts/:r', h.right_script_show, VIEW)
    r.add('GET', '/api/right_scripts/:r/source', h.right_script_source)
    r.add('GET', '/api/multi_cloud_images', h.images, FILTER)
    r.add('GET', '/api/multi_cloud_images/:m', h.image_show)


def router(h):
    r = Router()
    for rooms in (_sessions, _deployments, _inputs, _servers, _instances, _arrays,
                  _tags_and_backups, _audits, _templates):
        rooms(r, h)
    return r
