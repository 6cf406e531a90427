"""Tags.  They are looked for in the whole account, not in a deployment."""
import re

import views
from answers import Answer, invalid, not_allowed, not_found
from params import BadRequest, as_list
from rooms import Room

TAG = re.compile(r'[a-z][a-z0-9_]*:[A-Za-z][A-Za-z0-9_ ]*=.*', re.S)
# Those that nothing here has are asked for in vain, and in peace.
KINDS = ('servers', 'instances', 'volumes', 'volume_snapshots', 'deployments',
         'server_templates', 'server_arrays', 'images', 'multi_cloud_images')


class Tags(Room):
    def _tag_change(self, request, change):
        hrefs = as_list(request.need('resource_hrefs'))
        tags = as_list(request.need('tags'))
        things = [self.account.by_href(h) for h in hrefs]
        for href, thing in zip(hrefs, things):
            if thing is None or not hasattr(thing, 'tags'):
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
    def _shown(tags, hrefs):
        return {'tags': [{'name': t} for t in tags], 'actions': [],
                'links': [views.link('resource', href) for href in hrefs]}

    def tag_by_resource(self, request):
        found = []
        for href in as_list(request.need('resource_hrefs')):
            thing = self.account.by_href(href)
            found.append(self._shown(getattr(thing, 'tags', []), [href]))
        return Answer(200, found, 'resource_tag')

    def _things(self, kind):
        if kind not in KINDS:
            raise BadRequest(f"resource_type '{kind}' is not known")
        return {'servers': self.account.servers, 'server_arrays': self.account.arrays,
                'deployments': self.account.deployments,
                'server_templates': self.account.templates,
                'instances': [i for i in self.account.instances() if i.runs()]}.get(kind, [])

    def tag_by_tag(self, request):
        wanted = as_list(request.need('tags'))
        prefix = request.get('include_tags_with_prefix')

        def has(thing, tag):
            if tag.endswith('=*'):
                return any(t.startswith(tag[:-1]) for t in thing.tags)
            return tag in thing.tags
        test = all if request.get('match_all') == 'true' else any
        # Those whose shown tags are the same stand in one element.
        alike = {}
        for thing in self._things(request.need('resource_type')):
            if test(has(thing, tag) for tag in wanted):
                shown = tuple(t for t in thing.tags
                              if prefix is not None and t.startswith(prefix))
                alike.setdefault(shown, []).append(thing.href)
        return Answer(200, [self._shown(t, hrefs) for t, hrefs in alike.items()],
                      'resource_tag')
