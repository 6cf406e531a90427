"""Deployments."""
import filters
import views
from answers import Answer, invalid, not_allowed
from params import BadRequest
from resources import Deployment
from rooms import Room, view_of


class Deployments(Room):
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

    def _change(self, found, fields):
        name = fields.get('name', found.name)
        if not name:
            raise invalid(('name', "can't be blank"))
        if any(d.name == name and d is not found for d in self.account.deployments):
            raise invalid(('name', 'is taken'))
        scope = fields.get('server_tag_scope', found.scope)
        if scope not in ('deployment', 'account'):
            raise BadRequest("server_tag_scope must be 'deployment' or 'account'")
        found.name, found.scope = name, scope
        found.description = fields.get('description', found.description)

    def _new(self, fields, **about):
        found = Deployment(self.account.serial() - 110000000, '', **about)
        self._change(found, fields)
        self.account.deployments.append(found)
        self.sim.effects.effect('deployment', deployment=found.href, name=found.name)
        return Answer(201, location=found.href)

    def deployment_create(self, request):
        request.need('deployment', 'name')
        return self._new(request.get('deployment'))

    def deployment_clone(self, _request, ident):
        source, n = self.deployment(ident), 1
        names = {d.name for d in self.account.deployments}
        while f'{source.name} v{n}' in names:
            n += 1
        made = self._new({'name': f'{source.name} v{n}', 'description': source.description},
                         inputs=dict(source.inputs))
        for server in [s for s in self.account.servers if s.deployment == source.href]:
            self._new_server(server.name, made.location, server.next.template,
                             server.next.inputs, server)
        return made

    def deployment_update(self, request, ident):
        self._change(self.deployment(ident), request.get('deployment', {}))
        return Answer(204)

    def deployment_destroy(self, _request, ident):
        found = self.deployment(ident)
        servers = [s for s in self.account.servers if s.deployment == found.href]
        arrays = [a for a in self.account.arrays if a.deployment == found.href]
        if found.locked:
            raise not_allowed('deployment is locked')
        if any(s.current for s in servers) or any(
                a.enabled or any(i.runs() for i in a.instances) for a in arrays):
            raise not_allowed('deployment has running servers or active arrays')
        for server in servers:
            self.account.servers.remove(server)
        for array in arrays:
            self.account.arrays.remove(array)
        self.account.deployments.remove(found)
        self.sim.effects.effect('destroy', deployment=found.href, name=found.name)
        return Answer(204)

    def deployment_lock(self, _request, ident):
        self.deployment(ident).locked = True
        return Answer(204)

    def deployment_unlock(self, _request, ident):
        self.deployment(ident).locked = False
        return Answer(204)
