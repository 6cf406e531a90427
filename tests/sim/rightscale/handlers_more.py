"""Routes of sessions, scripts and tasks, tags, backups, audits, templates, figures."""
import calendar
import re
import time

import filters
import notation
import params
import views
from api import Answer, Refused, invalid, not_allowed, not_found
from handlers import view_of
from params import BadRequest, as_list

TAG = re.compile(r'[a-z][a-z0-9_]*:[A-Za-z][A-Za-z0-9_ ]*=.*', re.S)


def parse_time(text):
    try:
        return calendar.timegm(time.strptime(text, '%Y/%m/%d %H:%M:%S +0000'))
    except (ValueError, TypeError):
        raise BadRequest(f"'{text}' is not a time") from None


class More:
    def __init__(self, sim, handlers):
        self.sim, self.account, self.h = sim, sim.account, handlers

    # -- who is asking -------------------------------------------------------

    def oauth2(self, request):
        if request.need('grant_type') != 'refresh_token':
            raise Refused(400, '{"error":"unsupported_grant_type"}')
        account = request.get('account_id')
        if account is not None and str(account) != self.sim.auth.account_id:
            raise Refused(401, '{"error":"invalid_grant"}')
        granted = self.sim.auth.grant(request.need('refresh_token'))
        if granted is None:
            raise Refused(401, '{"error":"invalid_grant"}')
        return Answer(200, {'access_token': granted[0], 'expires_in': granted[1],
                            'token_type': 'bearer'}, content_type='application/json')

    def login(self, request):
        href = request.need('account_href')
        if not re.fullmatch(r'/api/accounts/\d+', href):
            raise invalid(('account_href', 'is malformed'))
        session = self.sim.auth.login(request.need('email'), request.need('password'))
        if session is None or href.rsplit('/', 1)[1] != self.sim.auth.account_id:
            raise Refused(401, 'Unauthorized: wrong credentials ')
        answer = Answer(204)
        answer.cookies = self.sim.auth.cookies(session)
        return answer

    def session(self, request):
        view = view_of(request, 'whoami')
        links = [views.link(rel, f'/api/{rel}') for rel in (
            'deployments', 'servers', 'server_arrays', 'server_templates', 'right_scripts',
            'backups', 'audit_entries')]
        if view == 'whoami':
            links = [views.link('user', '/api/users/1001'),
                     views.link('account', f'/api/accounts/{self.sim.auth.account_id}')]
        return Answer(200, {'message': 'You have successfully logged in.', 'links': links,
                            'actions': []}, 'session')

    def accounts(self, _request):
        ident = self.sim.auth.account_id
        return Answer(200, [{'name': 'shop', 'actions': [], 'links': [
            views.link('self', f'/api/accounts/{ident}'), views.link('owner', '/api/users/1001'),
            views.link('cluster', '/api/clusters/3')]}], 'account')

    def health(self, _request):
        return Answer(200, 'OK ')

    # -- scripts and tasks -----------------------------------------------------

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
        return found['name'], *self.sim.scripts.right_scripts[found['name']]

    def _run(self, request, instance):
        name, function, needs = self._script(request)
        if not instance.runs() or instance.state == 'pending':
            raise not_allowed(f'instance is {instance.state}')
        if instance.locked and request.get('ignore_lock') != 'true':
            raise not_allowed('instance is locked')
        given, kind = params.inputs_hash(request.get('inputs'))
        given = self.h._read(given, kind)
        have = {**instance.inputs, **given}
        missing = [n for n in needs if have.get(n, 'inherit') in ('inherit', 'ignore')]
        if missing:
            raise not_allowed('missing inputs: ' + ', '.join(missing))
        self.sim.effects.effect('run', script=name, instance=instance.href)
        return self.sim.scripts.enqueue(instance, name, function, have, request.email)

    def run(self, request, cloud, ident):
        task = self._run(request, self.h.instance(cloud, ident))
        return Answer(202, location=task.href)

    def multi_run(self, request, cloud):
        # Without a filter it goes to every instance of the cloud: so does this.
        if cloud != '1':
            raise not_found(f'Cloud with ID={cloud}')
        listed = self.h._instances(request.without('recipe_name', 'right_script_href', 'inputs',
                                                   'ignore_lock'),
                                   [i for i in self.account.instances() if i.runs()])
        hrefs = [next(l['href'] for l in i['links'] if l['rel'] == 'self')
                 for i in listed.body]
        instances = [self.account.by_href(h) for h in hrefs]
        if not instances:
            raise not_allowed('no instance matches')
        for instance in instances:
            if instance.state != 'pending':
                self._run(request, instance)
        return Answer(202, location=self.sim.note_task(instances[0], 'multi_run_executable'))

    def task(self, request, _cloud, _ident, task):
        view = view_of(request, 'extended')
        found = self.sim.scripts.tasks.get(task)
        if found is None:
            raise not_found(f'Task with ID={task}')
        return Answer(200, views.task(self.account, found, view), 'task')

    # -- tags --------------------------------------------------------------------

    def _tag_change(self, request, change):
        hrefs = as_list(request.need('resource_hrefs'))
        tags = as_list(request.need('tags'))
        things = [self.account.by_href(h) for h in hrefs]
        for href, thing in zip(hrefs, things):
            if thing is None:
                raise not_found(f'resource {href}')
            if getattr(thing, 'next', None) is True:
                raise not_allowed('a next instance cannot be tagged: tag the server')
        for tag in tags:
            if ':' in tag and not TAG.fullmatch(tag):
                raise invalid(('tags', f'{tag} is not a machine tag'))
        for href, thing in zip(hrefs, things):
            change(thing, tags)
            self.sim.effects.effect('tags', of=href, now=sorted(thing.tags))
        return Answer(204)

    def tag_add(self, request):
        return self._tag_change(request, lambda thing, tags: thing.tags.extend(
            t for t in tags if t not in thing.tags))

    def tag_delete(self, request):
        def remove(thing, tags):
            thing.tags[:] = [t for t in thing.tags if t not in tags]
        return self._tag_change(request, remove)

    @staticmethod
    def _tags(tags, href):
        return {'tags': [{'name': t} for t in tags], 'actions': [],
                'links': [views.link('resource', href)]}

    def tag_by_resource(self, request):
        found = []
        for href in as_list(request.need('resource_hrefs')):
            thing = self.account.by_href(href)
            found.append(self._tags(thing.tags if thing else [], href))
        return Answer(200, found, 'resource_tag')

    def tag_by_tag(self, request):
        kinds = {'servers': self.account.servers, 'server_arrays': self.account.arrays,
                 'deployments': self.account.deployments,
                 'instances': [i for i in self.account.instances() if i.runs()]}
        kind = request.need('resource_type')
        if kind not in kinds and kind not in ('volumes', 'volume_snapshots',
                                              'server_templates'):
            raise BadRequest(f"resource_type '{kind}' is not known")
        wanted = as_list(request.need('tags'))
        prefix = request.get('include_tags_with_prefix')

        def has(thing, tag):
            if tag.endswith('=*'):
                return any(t.startswith(tag[:-1]) for t in thing.tags)
            return tag in thing.tags
        test = all if request.get('match_all') == 'true' else any
        found = [t for t in kinds.get(kind, []) if test(has(t, tag) for tag in wanted)]
        return Answer(200, [self._tags(
            [t for t in thing.tags if prefix is not None and t.startswith(prefix)],
            thing.href) for thing in found], 'resource_tag')

    # -- backups -------------------------------------------------------------------

    def backups(self, request):
        lineage = request.need('lineage')
        wanted = filters.parse(request.tree, filters.BACKUPS)
        before = [f for f in wanted if f[0] == 'latest_before']
        rest = [f for f in wanted if f[0] != 'latest_before']
        found = [b for b in self.account.backups if b.lineage == lineage and filters.keep(
            rest, filters.BACKUPS, lambda f, b=b: {
                'completed': str(b.completed).lower(), 'committed': str(b.committed).lower(),
                'from_master': str(b.from_master).lower(),
                'cloud_href': '/api/clouds/1'}[f])]
        for _, _, text in before:
            end = parse_time(text)
            found = sorted((b for b in found if b.created <= end),
                           key=lambda b: b.created)[-1:]
        return Answer(200, [views.backup(self.account, b) for b in found], 'backup')

    def backup_show(self, _request, ident):
        found = next((b for b in self.account.backups if b.id == ident), None)
        if found is None:
            raise not_found(f'Backup with ID={ident}')
        return Answer(200, views.backup(self.account, found), 'backup')

    def backup_update(self, request, ident):
        found = next((b for b in self.account.backups if b.id == ident), None)
        if found is None:
            raise not_found(f'Backup with ID={ident}')
        found.committed = request.get('backup', {}).get('committed') == 'true'
        return Answer(204)

    # -- audits --------------------------------------------------------------------

    def audits(self, request):
        start, end = parse_time(request.need('start_date')), parse_time(request.need('end_date'))
        limit = str(request.need('limit'))
        if not limit.isdigit() or not 1 <= int(limit) <= 1000:
            raise BadRequest('limit must be 1 to 1000')
        if not 0 <= end - start < 93 * 86400:
            raise BadRequest('the window must be shorter than 93 days')
        wanted = filters.parse(request.tree, filters.AUDITS)
        found = [a for a in self.account.audits
                 if start <= a.updated <= end + 1 and filters.keep(
                     wanted, filters.AUDITS, lambda f, a=a: {
                         'auditee_href': a.auditee, 'user_email': a.email}[f])]
        found.sort(key=lambda a: -a.updated)
        return Answer(200, [views.audit(self.account, a) for a in found[:int(limit)]],
                      'audit_entry')

    def _audit(self, ident):
        found = next((a for a in self.account.audits if str(a.id) == ident), None)
        if found is None:
            raise not_found(f'AuditEntry with ID={ident}')
        return found

    def audit_show(self, _request, ident):
        return Answer(200, views.audit(self.account, self._audit(ident)), 'audit_entry')

    def audit_detail(self, _request, ident):
        return Answer(200, self._audit(ident).detail,
                      content_type='application/vnd.rightscale.text;charset=utf-8')

    def audit_create(self, request):
        href = request.need('audit_entry', 'auditee_href')
        summary = request.need('audit_entry', 'summary')
        if self.account.by_href(href) is None:
            raise not_found('auditee')
        if len(summary) > 255:
            raise invalid(('summary', 'is too long (maximum is 255 characters)'))
        entry = self.account.audit(href, summary, request.email,
                                   request.get('audit_entry').get('detail', ''))
        return Answer(201, location=entry.href)

    def audit_append(self, request, ident):
        found = self._audit(ident)
        found.detail += request.get('detail', '')
        found.summary = request.get('summary', found.summary)
        return Answer(204)

    # -- templates, right scripts ----------------------------------------------------

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
        return Answer(200, views.template(self.account, self.h.template(ident), view),
                      'server_template')

    def bindings(self, _request, ident):
        template = self.h.template(ident)
        return Answer(200, [views.binding(self.account, template, b)
                            for b in template.bindings], 'runnable_binding')

    def right_scripts(self, request):
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

    def right_script_show(self, request, ident):
        view_of(request, 'inputs', 'inputs_2_0')
        found = next((s for s in self.account.right_scripts if str(s['id']) == ident), None)
        if found is None:
            raise not_found(f'RightScript with ID={ident}')
        return Answer(200, views.right_script(self.account, found), 'right_script')

    # -- figures -----------------------------------------------------------------------

    METRICS = [('apache', f'apache_scoreboard-{state}') for state in (
        'closing', 'dnslookup', 'finishing', 'idle_cleanup', 'keepalive', 'logging', 'open',
        'reading', 'sending', 'starting', 'waiting')] + [
        ('apache', 'apache_requests'), ('apache', 'apache_bytes')]

    def metrics(self, request, cloud, ident):
        instance = self.h.instance(cloud, ident)
        wanted = filters.parse(request.tree, filters.METRICS)
        found = [m for m in self.METRICS if instance.runs() and filters.keep(
            wanted, filters.METRICS, lambda f, m=m: m[0] if f == 'plugin' else m[1])]
        base = f'{instance.href}/monitoring_metrics'
        return Answer(200, [{
            'plugin': p, 'view': v, 'graph_href': 'https://example.invalid/graph', 'actions': [],
            'links': [views.link('self', f'{base}/{p}:{v}'),
                      views.link('data', f'{base}/{p}:{v}/data')]} for p, v in found],
            'monitoring_metric')

    def metric_data(self, request, cloud, ident, metric):
        instance = self.h.instance(cloud, ident)
        start, end = str(request.need('start')), str(request.need('end'))
        if not re.fullmatch(r'-\d+|0', start) or not re.fullmatch(r'-\d+|0', end):
            raise BadRequest('start and end are seconds before now, 0 or negative')
        plugin, _, view = metric.partition(':')
        if (plugin, view) not in self.METRICS or not instance.runs():
            raise not_found(f'MonitoringMetric {metric}')
        points = self.sim.metrics.points(instance, view, -int(start), -int(end))
        return Answer(200, {'start': int(start), 'end': int(end), 'links': [], 'actions': [],
                            'variables_data': [{'variable': 'count', 'points': points}]},
                      'monitoring_metric_data')

    def alerts(self, request, ident):
        self.h.deployment(ident)
        filters.parse(request.tree, filters.ALERTS)
        return Answer(200, [], 'alert')

    @staticmethod
    def plain(value):
        return notation.plain(value, {})
