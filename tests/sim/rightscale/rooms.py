"""What the rooms share: finding things, views, times."""
import calendar
import time

from answers import not_found
from params import BadRequest

CLOUD = '/api/clouds/1'
IMAGE = '/api/multi_cloud_images/400001003'


def view_of(request, *known):
    view = request.get('view', 'default')
    if view not in ('default',) + known:
        raise BadRequest(f"view '{view}' is not known")
    return view


def parse_time(text):
    try:
        return calendar.timegm(time.strptime(text, '%Y/%m/%d %H:%M:%S +0000'))
    except (ValueError, TypeError):
        raise BadRequest(f"'{text}' is not a time") from None


def one(group, ident, what):
    found = next((t for t in group if str(t.id) == ident), None)
    if found is None:
        raise not_found(f'{what} with ID={ident}')
    return found


class Room:
    def __init__(self, sim):
        self.sim, self.account = sim, sim.account

    def server(self, ident):
        return one(self.account.servers, ident, 'Server')

    def deployment(self, ident):
        return one(self.account.deployments, ident, 'Deployment')

    def array(self, ident):
        return one(self.account.arrays, ident, 'ServerArray')

    def template(self, ident):
        return one(self.account.templates, ident, 'ServerTemplate')

    def cloud(self, ident):
        if ident != '1':
            raise not_found(f'Cloud with ID={ident}')

    def instance(self, cloud, ident):
        self.cloud(cloud)
        found = self.account.instance(ident)
        if found is None:
            raise not_found(f'Instance with ID={ident}')
        return found

    def of(self, href, what):
        """What an href in a parameter means; an unknown one is refused."""
        found = self.account.by_href(href)
        if found is None:
            raise not_found(what)
        return found
