"""The one cloud there is, and what hangs on it; the account and its user."""
import filters
import rooms
import views
from answers import Answer, not_found
from rooms import CLOUD, Room, view_of

IMAGE = {'name': 'Ubuntu_12.04_x64', 'description': '', 'revision': 12,
         'links': [views.link('self', rooms.IMAGE)],
         'actions': []}


class Clouds(Room):
    def clouds(self, request):
        filters.parse(request.tree, filters.CLOUDS)
        return Answer(200, [views.cloud(CLOUD)], 'cloud')

    def cloud_show(self, _request, ident):
        self.cloud(ident)
        return Answer(200, views.cloud(CLOUD), 'cloud')

    def account_show(self, _request, ident):
        if ident != self.sim.auth.account_id:
            raise not_found(f'Account with ID={ident}')
        return Answer(200, views.account(ident), 'account')

    def users(self, request):
        filters.parse(request.tree, filters.USERS)
        return Answer(200, [views.user(request.email)], 'user')

    def user_show(self, request, ident):
        if ident != '1001':
            raise not_found(f'User with ID={ident}')
        return Answer(200, views.user(request.email), 'user')

    def images(self, request):
        filters.parse(request.tree, filters.TEMPLATES)
        return Answer(200, [IMAGE], 'multi_cloud_image')

    def image_show(self, _request, ident):
        if ident != rooms.IMAGE.rsplit('/', 1)[1]:
            raise not_found(f'MultiCloudImage with ID={ident}')
        return Answer(200, IMAGE, 'multi_cloud_image')

    # -- volume snapshots: those of the backups ----------------------------------------

    def snapshots(self, request, cloud):
        self.cloud(cloud)
        view_of(request, 'extended')
        wanted = filters.parse(request.tree, filters.SNAPSHOTS)
        found = [views.snapshot(b) for b in self.account.backups]
        return Answer(200, [s for s in found if filters.keep(
            wanted, filters.SNAPSHOTS, lambda f, s=s: s.get(f, ''))], 'volume_snapshot')

    def snapshot_show(self, _request, cloud, ident):
        self.cloud(cloud)
        found = next((b for b in self.account.backups if b.snapshot == ident), None)
        if found is None:
            raise not_found(f'VolumeSnapshot with ID={ident}')
        return Answer(200, views.snapshot(found), 'volume_snapshot')
