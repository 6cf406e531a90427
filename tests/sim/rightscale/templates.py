"""Server templates, their bindings, RightScripts and cookbooks."""
import filters
import views
from answers import Answer, not_found
from params import BadRequest
from rooms import Room, view_of


class Templates(Room):
    def templates(self, request):
        view = view_of(request, 'inputs', 'inputs_2_0')
        wanted = filters.parse(request.tree, filters.TEMPLATES)
        return Answer(200, [
            views.template(self.account, t, view) for t in self.account.templates
            if filters.keep(wanted, filters.TEMPLATES, lambda f, t=t: {
                'name': t.name, 'revision': t.revision, 'lineage': t.lineage}.get(f, ''))],
            'server_template')

    def template_show(self, request, ident):
        view = view_of(request, 'inputs', 'inputs_2_0')
        return Answer(200, views.template(self.account, self.template(ident), view),
                      'server_template')

    def bindings(self, request, ident):
        view_of(request)
        template = self.template(ident)
        return Answer(200, [views.binding(self.account, template, b)
                            for b in template.bindings], 'runnable_binding')

    def binding_show(self, request, ident, binding):
        view_of(request)
        template = self.template(ident)
        found = next((b for b in template.bindings if str(b['id']) == binding), None)
        if found is None:
            raise not_found(f'RunnableBinding with ID={binding}')
        return Answer(200, views.binding(self.account, template, found), 'runnable_binding')

    # -- RightScripts --------------------------------------------------------------

    def right_scripts(self, request):
        view_of(request, 'inputs', 'inputs_2_0')
        wanted = filters.parse(request.tree, filters.RIGHT_SCRIPTS)
        found = [s for s in self.account.right_scripts if filters.keep(
            wanted, filters.RIGHT_SCRIPTS, lambda f, s=s: s.get(f, ''))]
        if request.get('latest_only') == 'true':
            newest = {}
            for script in found:
                old = newest.get(script['lineage'])
                if old is None or old['revision'] < script['revision']:
                    newest[script['lineage']] = script
            found = list(newest.values())
        return Answer(200, [views.right_script(self.account, s) for s in found], 'right_script')

    def _right_script(self, ident):
        found = next((s for s in self.account.right_scripts if str(s['id']) == ident), None)
        if found is None:
            raise not_found(f'RightScript with ID={ident}')
        return found

    def right_script_show(self, request, ident):
        view = view_of(request, 'inputs', 'inputs_2_0')
        shown = views.right_script(self.account, self._right_script(ident))
        if view != 'default':
            _, needs = self.sim.scripts.right_script(self._right_script(ident))
            shown['inputs'] = views.inputs({n: 'inherit' for n in needs}, view)
        return Answer(200, shown, 'right_script')

    def right_script_source(self, _request, ident):
        return Answer(200, self._right_script(ident).get('source', '#!/bin/sh\n'),
                      content_type='application/vnd.rightscale.text;charset=utf-8')

    def right_script_create(self, request):
        name = request.need('right_script', 'name')
        source = request.need('right_script', 'source')
        if len(name) > 255:
            raise BadRequest('right_script[name] is too long')
        ident = self.account.serial() - 980000000
        self.account.right_scripts.append({
            'id': ident, 'name': name, 'revision': 0, 'lineage': f'right_script/{ident}',
            'source': source})
        self.sim.effects.effect('right-script', name=name)
        return Answer(201, location=f'/api/right_scripts/{ident}')

    # -- cookbooks -----------------------------------------------------------------

    def _attachments(self, template):
        base = f'{template.href}/cookbook_attachments'
        return {str(n): {'links': [
            views.link('self', f'{base}/{n}'), views.link('server_template', template.href),
            views.link('cookbook', href)], 'actions': []}
            for n, href in enumerate(views.cookbooks(self.sim.scripts), 1)}

    def attachments(self, request, ident):
        view_of(request, 'extended')
        found = self._attachments(self.template(ident))
        return Answer(200, list(found.values()), 'cookbook_attachment')

    def attachment_show(self, request, ident, attachment):
        view_of(request, 'extended')
        found = self._attachments(self.template(ident)).get(attachment)
        if found is None:
            raise not_found(f'CookbookAttachment with ID={attachment}')
        return Answer(200, found, 'cookbook_attachment')

    def cookbooks(self, request):
        view_of(request, 'extended')
        filters.parse(request.tree, filters.COOKBOOKS)
        return Answer(200, list(views.cookbooks(self.sim.scripts).values()), 'cookbook')

    def cookbook_show(self, request, ident):
        view_of(request, 'extended')
        found = views.cookbooks(self.sim.scripts).get(f'/api/cookbooks/{ident}')
        if found is None:
            raise not_found(f'Cookbook with ID={ident}')
        return Answer(200, found, 'cookbook')
