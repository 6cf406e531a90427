"""Inputs of deployments, templates, and instances."""
import notation
import params
import views
from answers import Answer
from params import BadRequest
from rooms import Room, view_of


class Inputs(Room):
    @staticmethod
    def read_inputs(inputs, kind):
        found = {}
        for name, value in inputs.items():
            if kind == '1.0':
                value = notation.of_old(value)
            elif not notation.well_formed(value):
                raise BadRequest(f"input '{name}': value '{value[:20]}' has no known prefix")
            found[name] = value
        return found

    def inputs(self, request, kind, *ids):
        view = view_of(request, 'inputs_2_0')
        thing = getattr(self, kind)(*ids)
        shown = dict(thing.inputs)
        if kind == 'instance' and thing.next:
            # What it would be launched with: its own and what it inherits, alike.
            shown = {**self.sim.life.resolve(self.account.by_href(thing.parent)), **shown}
        if kind == 'deployment':
            for template in self.account.templates:
                for name in template.inputs:
                    shown.setdefault(name, 'inherit')
        return Answer(200, views.inputs(shown, view), 'input')

    def inputs_update(self, request, kind, *ids):
        thing = getattr(self, kind)(*ids)
        inputs, notation_kind = params.inputs_hash(request.need('inputs'))
        known = {n for t in self.account.templates for n in t.inputs} | set(thing.inputs)
        for name, value in self.read_inputs(inputs, notation_kind).items():
            if name not in known:
                self.sim.effects.effect('input-ignored', of=thing.href, name=name)
                continue
            if value == 'inherit':
                thing.inputs.pop(name, None)
            else:
                thing.inputs[name] = value
            self.sim.effects.effect('input', of=thing.href, name=name)
        if kind == 'deployment' and thing is self.sim.deployment:
            self.sim.life.inputs_changed(thing)
        return Answer(204)
