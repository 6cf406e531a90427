"""Routes of servers, instances, arrays, deployments, inputs."""
import params
from api import Answer, not_allowed, not_found
import filters
import notation
import views
from params import BadRequest, as_list
from resources import Instance, Server

VIEWS = ('default', 'inputs', 'inputs_2_0', 'instance_detail', 'extended', 'full',
         'full_inputs_2_0', 'tiny', 'sensitive')


def view_of(request, *known):
    view = request.get('view', 'default')
    if view not in ('default',) + known:
        raise BadRequest(f"view '{view}' is not known")
    return view


class Handlers:
    def __init__(self, sim):
        self.sim, self.account = sim, sim.account

    # -- finding -----------------------------------------------------------

    def _one(self, group, ident, what):
        found = next((t for t in group if str(t.id) == ident), None)
        if found is None:
            raise not_found(f'{what} with ID={ident}')
        return found

    def server(self, ident):
        return self._one(self.account.servers, ident, 'Server')

    def deployment(self, ident):
        return self._one(self.account.deployments, ident, 'Deployment')

    def array(self, ident):
        return self._one(self.account.arrays, ident, 'ServerArray')

    def template(self, ident):
        return self._one(self.account.templates, ident, 'ServerTemplate')

    def instance(self, cloud, ident):
        found = self.account.instance(ident) if cloud == '1' else None
        if found is None:
            raise not_found(f'Instance with ID={ident}')
        return found

    # -- deployments -----------------------------------------------------------

    def deployments(self, request):
        view = view_of(request, 'inputs', 'inputs_2_0')
        wanted = filters.parse(request.tree, filters.DEPLOYMENTS)
        found = [d for d in self.account.deployments if filters.keep(
            wanted, filters.DEPLOYMENTS, lambda f, d=d: {
                'name': d.name, 'description': d.description,
                'server_tag_scope': d.scope}.get(f, ''))]
        return Answer(200, [views.deployment(self.account, d, view) for d in found],
                      'deployment')

    def deployment_show(self, request, ident):
        view = view_of(request, 'inputs', 'inputs_2_0')
        return Answer(200, views.deployment(self.account, self.deployment(ident), view),
                      'deployment')

    def deployment_update(self, request, ident):
        found = self.deployment(ident)
        fields = request.get('deployment', {})
        found.name = fields.get('name', found.name)
        found.description = fields.get('description', found.description)
        found.scope = fields.get('server_tag_scope', found.scope)
        return Answer(204)

    def deployment_lock(self, _request, ident):
        self.deployment(ident).locked = True
        return Answer(204)

    def deployment_unlock(self, _request, ident):
        self.deployment(ident).locked = False
        return Answer(204)

    # -- servers -----------------------------------------------------------------

    def _servers(self, request, deployment=None):
        view = view_of(request, 'instance_detail')
        wanted = filters.parse(request.tree, filters.SERVERS)
        found = [s for s in self.account.servers
                 if deployment in (None, s.deployment) and filters.keep(
                     wanted, filters.SERVERS, lambda f, s=s: {
                         'name': s.name, 'deployment_href': s.deployment,
                         'cloud_href': '/api/clouds/1'}[f])]
        return Answer(200, [views.server(self.account, s, view) for s in found], 'server')

    def servers(self, request):
        return self._servers(request)

    def deployment_servers(self, request, ident):
        return self._servers(request, self.deployment(ident).href)

    def server_show(self, request, ident):
        view = view_of(request, 'instance_detail')
        return Answer(200, views.server(self.account, self.server(ident), view), 'server')

    def server_update(self, request, ident):
        found = self.server(ident)
        fields = request.get('server', {})
        if 'name' in fields and not fields['name']:
            raise BadRequest("server[name] can't be blank")
        if 'deployment_href' in fields and self.account.by_href(
                fields['deployment_href']) is None:
            raise not_found('Deployment')
        found.name = fields.get('name', found.name)
        found.next.name = found.name
        found.description = fields.get('description', found.description)
        found.deployment = fields.get('deployment_href', found.deployment)
        self.sim.effects.effect('server-update', server=found.href, name=found.name)
        return Answer(204)

    def _new_server(self, name, deployment, template, inputs, source=None):
        account = self.account
        ident = account.serial()
        following = Instance(account.new_id(), name, template, f'/api/servers/{ident}', next=True,
                             inputs=dict(inputs))
        server = Server(ident, name, deployment, following)
        if source is not None:
            server.tags = list(source.tags)
            server.tier = source.tier
        account.servers.append(server)
        return server

    def server_clone(self, _request, ident):
        source = self.server(ident)
        names = {s.name for s in self.account.servers}
        name, n = f'{source.name} v1', 1
        while name in names:
            n += 1
            name = f'{source.name} v{n}'
        clone = self._new_server(name, source.deployment, source.next.template,
                                 source.next.inputs, source)
        self.sim.effects.effect('clone', source=source.href, server=clone.href, name=name)
        return Answer(201, location=clone.href)

    def server_create(self, request):
        name = request.need('server', 'name')
        deployment = request.need('server', 'deployment_href')
        template = request.need('server', 'instance', 'server_template_href')
        request.need('server', 'instance', 'cloud_href')
        if self.account.by_href(deployment) is None:
            raise not_found('Deployment')
        if self.account.template(template) is None:
            raise not_found('ServerTemplate')
        inputs, kind = params.inputs_hash(request.get('server')['instance'].get('inputs'))
        server = self._new_server(name, deployment, template, self._read(inputs, kind))
        self.sim.effects.effect('create', server=server.href, name=name)
        return Answer(201, location=server.href)

    def server_destroy(self, _request, ident):
        found = self.server(ident)
        if found.current:
            raise not_allowed('server still has a current instance')
        if self.account.by_href(found.deployment).locked:
            raise not_allowed('deployment is locked')
        self.account.servers.remove(found)
        self.sim.effects.effect('destroy', server=found.href, name=found.name)
        return Answer(204)

    def _missing(self, owner, inputs):
        """Required inputs of the boot scripts that nobody set."""
        resolved = self.sim.life.resolve(owner, inputs)
        template = self.account.template(owner.next.template)
        return [k for k in template.inputs if k in self.sim.needs.get(template.local, ())
                and resolved.get(k, 'inherit') in ('inherit', 'ignore')]

    def _launch(self, request, server):
        inputs, kind = params.inputs_hash(request.get('inputs'))
        if request.get('api_behavior', 'sync') not in ('sync', 'async'):
            raise BadRequest("api_behavior must be 'sync' or 'async'")
        if server.current:
            raise not_allowed('server is already running')
        given = self._read(inputs, kind)
        missing = self._missing(server, given)
        if missing:
            raise not_allowed('missing inputs: ' + ', '.join(missing))
        instance = self.sim.life.launch(server, given, request.email)
        return Answer(201, location=instance.href)

    def server_launch(self, request, ident):
        return self._launch(request, self.server(ident))

    def _terminate(self, instance):
        if instance is None or not instance.runs():
            raise not_allowed('nothing is running')
        if instance.locked:
            raise not_allowed('instance is locked')
        if instance.state != 'decommissioning':
            self.sim.life.terminate(instance)
        return Answer(204)

    def server_terminate(self, _request, ident):
        return self._terminate(self.server(ident).current)

    def server_bindings(self, request, ident, on):
        found = self.server(ident)
        hrefs = as_list(request.get('runnable_binding_hrefs'))
        if not hrefs:
            raise BadRequest("Required parameter 'runnable_binding_hrefs' is missing")
        ids = {href.rsplit('/', 1)[-1] for href in hrefs}
        if on:
            found.disabled_bindings -= ids
        else:
            found.disabled_bindings |= ids
        self.sim.effects.effect('bindings', server=found.href, on=on, ids=sorted(ids))
        return Answer(204)

    # -- instances -----------------------------------------------------------------

    def _instances(self, request, chosen):
        view = view_of(request, 'extended', 'full', 'full_inputs_2_0', 'tiny', 'sensitive')
        wanted = filters.parse(request.tree, filters.INSTANCES)
        return Answer(200, [
            views.instance(self.account, i, view) for i in chosen if filters.keep(
                wanted, filters.INSTANCES, lambda f, i=i: {
                    'name': i.name, 'state': i.state, 'parent_href': i.parent,
                    'deployment_href': self.account.deployment_of(i),
                    'server_template_href': i.template, 'resource_uid': i.uid,
                    'public_ip_address': i.public, 'private_ip_address': i.private,
                }.get(f, ''))], 'instance')

    def instances(self, request, cloud):
        if cloud != '1':
            raise not_found(f'Cloud with ID={cloud}')
        return self._instances(request, list(self.account.instances()))

    def instance_show(self, request, cloud, ident):
        view = view_of(request, 'extended', 'full', 'full_inputs_2_0', 'tiny', 'sensitive')
        return Answer(200, views.instance(self.account, self.instance(cloud, ident), view),
                      'instance')

    def instance_update(self, request, cloud, ident):
        found = self.instance(cloud, ident)
        fields = request.get('instance', {})
        template = fields.get('server_template_href')
        if template is not None:
            if self.account.template(template) is None:
                raise not_found('ServerTemplate')
            found.template = template
            self.sim.effects.effect('template', instance=found.href, template=template,
                                    next=found.next)
        found.name = fields.get('name', found.name)
        return Answer(204)

    def instance_terminate(self, _request, cloud, ident):
        return self._terminate(self.instance(cloud, ident))

    def instance_lock(self, _request, cloud, ident):
        self.instance(cloud, ident).locked = True
        return Answer(204)

    def instance_unlock(self, _request, cloud, ident):
        self.instance(cloud, ident).locked = False
        return Answer(204)

    def instance_launch(self, request, cloud, ident):
        found = self.instance(cloud, ident)
        owner = self.account.by_href(found.parent)
        if not found.next or not isinstance(owner, Server):
            raise not_allowed('only a next instance can be launched')
        return self._launch(request, owner)

    # -- inputs ------------------------------------------------------------------------

    @staticmethod
    def _read(inputs, kind):
        found = {}
        for name, value in inputs.items():
            if kind == '1.0':
                value = notation.of_old(value)
            elif not notation.well_formed(value):
                raise BadRequest(f"input '{name}': value '{value[:20]}' has no known prefix")
            found[name] = value
        return found

    def _inputs_of(self, kind, *ids):
        thing = getattr(self, kind)(*ids)
        return thing, thing.inputs

    def inputs(self, request, kind, *ids):
        view = view_of(request, 'inputs_2_0')
        thing, found = self._inputs_of(kind, *ids)
        shown = dict(found)
        if kind == 'instance' and thing.next:
            owner = self.account.by_href(thing.parent)
            shown = {**self.sim.life.resolve(owner), **found}
        if kind == 'deployment':
            for template in self.account.templates:
                for name in template.inputs:
                    shown.setdefault(name, 'inherit')
        return Answer(200, views.inputs(shown, view), 'input')

    def inputs_update(self, request, kind, *ids):
        thing, found = self._inputs_of(kind, *ids)
        inputs, notation_kind = params.inputs_hash(request.need('inputs'))
        known = {n for t in self.account.templates for n in t.inputs} | set(found)
        for name, value in self._read(inputs, notation_kind).items():
            if name not in known:
                self.sim.effects.effect('input-ignored', of=thing.href, name=name)
                continue
            if value == 'inherit':
                found.pop(name, None)
            else:
                found[name] = value
            self.sim.effects.effect('input', of=thing.href, name=name)
        if kind == 'deployment' and thing is self.sim.deployment:
            self.sim.life.push_inputs(thing)
        return Answer(204)

    # -- arrays --------------------------------------------------------------------------

    def _arrays(self, request, deployment=None):
        view = view_of(request, 'instance_detail')
        wanted = filters.parse(request.tree, filters.ARRAYS)
        return Answer(200, [
            views.array(self.account, a, view) for a in self.account.arrays
            if deployment in (None, a.deployment) and filters.keep(
                wanted, filters.ARRAYS, lambda f, a=a: {
                    'name': a.name, 'deployment_href': a.deployment,
                    'cloud_href': '/api/clouds/1'}[f])], 'server_array')

    def arrays(self, request):
        return self._arrays(request)

    def deployment_arrays(self, request, ident):
        return self._arrays(request, self.deployment(ident).href)

    def array_show(self, request, ident):
        view = view_of(request, 'instance_detail')
        return Answer(200, views.array(self.account, self.array(ident), view), 'server_array')

    def array_update(self, request, ident):
        found = self.array(ident)
        fields = request.get('server_array', {})
        bounds = fields.get('elasticity_params', {}).get('bounds', {})
        for name in ('min_count', 'max_count'):
            if name in bounds:
                if not str(bounds[name]).isdigit():
                    raise BadRequest(f'{name} must be a digit string')
                setattr(found, name[:3], int(bounds[name]))
        if 'state' in fields:
            if fields['state'] not in ('enabled', 'disabled'):
                raise BadRequest("server_array[state] must be 'enabled' or 'disabled'")
            found.enabled = fields['state'] == 'enabled'
            self.sim.effects.effect('array-state', array=found.href, enabled=found.enabled)
            self.sim.push_array(found)
        found.name = fields.get('name', found.name)
        found.description = fields.get('description', found.description)
        return Answer(204)

    def array_instances(self, request, ident):
        return self._instances(request, list(self.array(ident).instances))

    def array_launch(self, request, ident):
        found = self.array(ident)
        count = request.get('count')
        if count is not None and (not str(count).isdigit() or int(count) < 2):
            raise BadRequest("count must be greater than 1 when it is given")
        if self.sim.life.expected:
            raise not_allowed('another launch of this array is under way')
        inputs, kind = params.inputs_hash(request.get('inputs'))
        self.sim.push_array(found)
        instance = self.sim.life.launch_member(found, self._read(inputs, kind), request.email)
        return Answer(201, location=instance.href)

    def array_terminate(self, request, ident):
        found = self.array(ident)
        wanted = filters.parse(request.tree, filters.INSTANCES)
        if not wanted and request.get('terminate_all') != 'true':
            raise BadRequest('a filter or terminate_all is needed')
        chosen = [i for i in found.instances if i.runs()]
        if not chosen:
            raise not_allowed('nothing to terminate')
        for instance in chosen:
            self.sim.life.terminate(instance)
        return Answer(202, location=self.sim.note_task(chosen[0], 'multi_terminate'))
