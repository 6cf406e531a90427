"""Server arrays."""
import filters
import params
import views
from answers import Answer, not_allowed
from params import BadRequest
from resources import Array, Instance
from rooms import CLOUD, Room, view_of


class Arrays(Room):
    def _arrays(self, request, deployment=None):
        view = view_of(request, 'instance_detail')
        wanted = filters.parse(request.tree, filters.ARRAYS)
        return Answer(200, [
            views.array(self.account, a, view) for a in self.account.arrays
            if deployment in (None, a.deployment) and filters.keep(
                wanted, filters.ARRAYS, lambda f, a=a: {
                    'name': a.name, 'deployment_href': a.deployment,
                    'cloud_href': CLOUD}[f])], 'server_array')

    def arrays(self, request):
        return self._arrays(request)

    def deployment_arrays(self, request, ident):
        return self._arrays(request, self.deployment(ident).href)

    def array_show(self, request, ident):
        view = view_of(request, 'instance_detail')
        return Answer(200, views.array(self.account, self.array(ident), view), 'server_array')

    @staticmethod
    def _bounds(found, fields):
        bounds = fields.get('elasticity_params', {}).get('bounds', {})
        for name in ('min_count', 'max_count'):
            if not str(bounds.get(name, '0')).isdigit():
                raise BadRequest(f'{name} must be a digit string')
        found.min = int(bounds.get('min_count', found.min))
        found.max = int(bounds.get('max_count', found.max))

    def array_update(self, request, ident):
        found = self.array(ident)
        fields = request.get('server_array', {})
        if fields.get('state', 'enabled') not in ('enabled', 'disabled'):
            raise BadRequest("server_array[state] must be 'enabled' or 'disabled'")
        self._bounds(found, fields)
        if 'state' in fields:
            found.enabled = fields['state'] == 'enabled'
            self.sim.effects.effect('array-state', array=found.href, enabled=found.enabled)
            self.sim.push_array(found)
        elasticity = fields.get('elasticity_params', {})
        found.params.update({k: v for k, v in elasticity.items() if k != 'bounds'})
        found.name = fields.get('name', found.name)
        found.array_type = fields.get('array_type', found.array_type)
        found.description = fields.get('description', found.description)
        return Answer(204)

    def array_clone(self, _request, ident):
        source, n = self.array(ident), 1
        names = {a.name for a in self.account.arrays}
        while f'{source.name} v{n}' in names:
            n += 1
        ident, name = self.account.serial() - 530000000, f'{source.name} v{n}'
        following = Instance(self.account.new_id(), name, source.next.template,
                             f'/api/server_arrays/{ident}', next=True,
                             inputs=dict(source.next.inputs))
        clone = Array(ident, name, source.deployment, following, False, source.min,
                      source.max, tags=list(source.tags))
        self.account.arrays.append(clone)
        self.sim.effects.effect('array-clone', source=source.href, array=clone.href)
        return Answer(201, location=clone.href)

    def array_destroy(self, _request, ident):
        found = self.array(ident)
        if found.enabled:
            raise not_allowed('array is enabled')
        self.account.free += [i for i in found.instances if i.runs()]
        self.account.arrays.remove(found)
        self.sim.effects.effect('destroy', array=found.href, name=found.name)
        return Answer(204)

    # -- its instances -------------------------------------------------------------

    def array_instances(self, request, ident):
        return self.list_instances(request, self.array(ident).instances)

    def _launch_one(self, array, given, email):
        if array.href != self.sim.array_behind:
            raise not_allowed('no cloud stands behind this array')
        if self.sim.life.expected:
            raise not_allowed('another launch of this array is under way')
        self.sim.push_array(array)
        return self.sim.life.launch_member(array, given, email)

    def array_launch(self, request, ident):
        found = self.array(ident)
        count = request.get('count')
        if count is not None and (not str(count).isdigit() or int(count) < 2):
            raise BadRequest("count must be greater than 1 when it is given")
        inputs, kind = params.inputs_hash(request.get('inputs'))
        given = self.read_inputs(inputs, kind)
        instance = self._launch_one(found, given, request.email)
        for _ in range(int(count or 1) - 1):
            self.sim.life.launch_member(found, given, request.email)
        return Answer(201, location=instance.href)

    def array_scale_up(self, request, ident):
        found = self.array(ident)
        if sum(i.runs() for i in found.instances) >= found.max:
            raise not_allowed('array has max_count instances')
        self._launch_one(found, {}, request.email)
        return Answer(204)

    def array_scale_down(self, _request, ident):
        found = self.array(ident)
        running = [i for i in found.instances if i.runs()]
        if len(running) <= found.min:
            raise not_allowed('array has min_count instances')
        return self.terminate_of(running[0])

    def array_alert_specs(self, request, ident):
        """There are none."""
        self.array(ident)
        filters.parse(request.tree, filters.ALERTS)
        return Answer(200, [], 'alert_spec')

    def array_terminate(self, request, ident):
        found = self.array(ident)
        return self.terminate_all(request, found.instances, found)

    def array_run(self, request, ident):
        found = self.array(ident)
        return self.run_on(request, self.chosen(request, found.instances), found)
