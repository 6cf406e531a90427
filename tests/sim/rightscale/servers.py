"""Servers: what is launched of them is an instance."""
import filters
import params
import views
from answers import Answer, not_allowed, not_found
from params import BadRequest, as_list
from resources import Instance, Server
from rooms import CLOUD, Room, view_of


class Servers(Room):
    def _servers(self, request, deployment=None):
        view = view_of(request, 'instance_detail')
        wanted = filters.parse(request.tree, filters.SERVERS)
        found = [s for s in self.account.servers
                 if deployment in (None, s.deployment) and filters.keep(
                     wanted, filters.SERVERS, lambda f, s=s: {
                         'name': s.name, 'deployment_href': s.deployment,
                         'cloud_href': CLOUD}[f])]
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
        deployment = fields.get('deployment_href', found.deployment)
        self.of(deployment, 'Deployment')
        if deployment != found.deployment and self.account.by_href(found.deployment).locked:
            raise not_allowed('deployment is locked')
        found.name = fields.get('name', found.name)
        found.next.name = found.name
        found.description = fields.get('description', found.description)
        found.deployment = deployment
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
        if request.need('server', 'instance', 'cloud_href') != CLOUD:
            raise not_found('Cloud')
        self.of(deployment, 'Deployment')
        if self.account.template(template) is None:
            raise not_found('ServerTemplate')
        inputs, kind = params.inputs_hash(request.get('server')['instance'].get('inputs'))
        server = self._new_server(name, deployment, template, self.read_inputs(inputs, kind))
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

    # -- wrapping ------------------------------------------------------------------

    def server_wrap(self, request):
        name = request.need('server', 'name')
        instance = self.of(request.need('server', 'instance', 'href'), 'Instance')
        template = request.need('server', 'instance', 'server_template_href')
        deployment = request.get('server').get('deployment_href', self.sim.deployment.href)
        self.of(deployment, 'Deployment')
        if self.account.template(template) is None:
            raise not_found('ServerTemplate')
        if instance not in self.account.free:
            raise not_allowed('instance belongs to a server already')
        server = self._new_server(name, deployment, template, {})
        self.account.free.remove(instance)
        server.current, instance.parent = instance, server.href
        self.sim.effects.effect('wrap', server=server.href, instance=instance.href)
        return Answer(201, location=server.href)

    def server_unwrap(self, _request, ident):
        found = self.server(ident)
        if found.current is None:
            raise not_allowed('nothing is running')
        found.current.parent = ''
        self.account.free.append(found.current)
        self.account.servers.remove(found)
        self.sim.effects.effect('unwrap', server=found.href, instance=found.current.href)
        return Answer(204)

    # -- running -----------------------------------------------------------------------

    def _missing(self, owner, inputs):
        """Required inputs of the boot scripts that nobody set."""
        resolved = self.sim.life.resolve(owner, inputs)
        template = self.account.template(owner.next.template)
        return [k for k in template.inputs if k in self.sim.needs.get(template.local, ())
                and resolved.get(k, 'inherit') in ('inherit', 'ignore')]

    def launch_of(self, request, server):
        inputs, kind = params.inputs_hash(request.get('inputs'))
        behaviour = request.get('api_behavior', 'sync')
        if behaviour not in ('sync', 'async'):
            raise BadRequest("api_behavior must be 'sync' or 'async'")
        if server.current:
            raise not_allowed('server is already running')
        given = self.read_inputs(inputs, kind)
        missing = self._missing(server, given)
        if not missing:
            return Answer(201, location=self.sim.life.launch(server, given, request.email).href)
        refusal = not_allowed('missing inputs: ' + ', '.join(missing))
        if behaviour == 'sync':
            raise refusal
        # Later is too late to say no: only the audit entries tell.
        self.account.audit(server.href, 'failed: launch', request.email, refusal.text)
        return Answer(201, location=server.next.href)

    def server_launch(self, request, ident):
        return self.launch_of(request, self.server(ident))

    def server_terminate(self, _request, ident):
        return self.terminate_of(self.server(ident).current)

    def server_reboot(self, _request, ident):
        return self.reboot_of(self.server(ident).current)

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

    def server_alert_specs(self, request, ident):
        """There are none."""
        self.server(ident)
        filters.parse(request.tree, filters.ALERTS)
        return Answer(200, [], 'alert_spec')
