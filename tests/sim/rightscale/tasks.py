"""Scripts that are run, and their tasks."""
import params
import views
from answers import Answer, Refused, not_allowed, not_found
from params import BadRequest
from rooms import Room, view_of


class Tasks(Room):
    def _script(self, request):
        recipe, script = request.get('recipe_name'), request.get('right_script_href')
        if (recipe is None) == (script is None):
            raise BadRequest('exactly one of recipe_name and right_script_href is needed')
        if recipe is not None:
            if recipe not in self.sim.scripts.recipes:
                raise Refused(422, f'ArgumentError: recipe {recipe} is not in a cookbook ')
            return recipe, *self.sim.scripts.recipes[recipe]
        found = next((s for s in self.account.right_scripts
                      if script == f'/api/right_scripts/{s["id"]}'), None)
        if found is None:
            raise not_found('RightScript')
        return found['name'], *self.sim.scripts.right_script(found)

    def _run(self, request, instance):
        name, function, needs = self._script(request)
        if not instance.runs() or instance.state == 'pending':
            raise not_allowed(f'instance is {instance.state}')
        if instance.locked and request.get('ignore_lock') != 'true':
            raise not_allowed('instance is locked')
        given, kind = params.inputs_hash(request.get('inputs'))
        given = self.read_inputs(given, kind)
        have = {**instance.inputs, **given}
        missing = [n for n in needs if have.get(n, 'inherit') in ('inherit', 'ignore')]
        if missing:
            raise not_allowed('missing inputs: ' + ', '.join(missing))
        self.sim.effects.effect('run', script=name, instance=instance.href)
        return self.sim.scripts.enqueue(instance, name, function, have, request.email)

    def run(self, request, cloud, ident):
        task = self._run(request, self.instance(cloud, ident))
        return Answer(202, location=task.href)

    def run_on(self, request, instances, owner):
        """Its task tells of the dispatch, not of the scripts."""
        self._script(request)
        running = [i for i in instances if i.runs() and i.state != 'pending']
        if not running:
            raise not_allowed('no instance matches')
        ignores = request.get('ignore_lock') == 'true'
        free = [i for i in running if ignores or not i.locked]
        for instance in free:
            self._run(request, instance)
        word = 'completed' if len(free) == len(running) else 'failed'
        return Answer(202, location=self.sim.note_task(owner, running[0], word,
                                                       'multi_run_executable'))

    def multi_run(self, request, cloud):
        # Without a filter it goes to every instance of the cloud: so does this.
        self.cloud(cloud)
        return self.run_on(request, self.chosen(request, self.account.instances()), None)

    def _task(self, request, owner, ident):
        view = view_of(request, 'extended')
        found = self.sim.scripts.tasks.get(ident)
        if found is None or found.owner is not owner:
            raise not_found(f'Task with ID={ident}')
        return Answer(200, views.task(self.account, found, view), 'task')

    def task(self, request, cloud, ident, task):
        self.cloud(cloud)
        found = self.sim.scripts.tasks.get(task)
        # Of an instance that is gone, its tasks still tell.
        owner = found.owner if found and found.owner.id == ident else \
            self.instance(cloud, ident)
        return self._task(request, owner, task)

    def array_task(self, request, ident, task):
        return self._task(request, self.array(ident), task)
