"""Backups: volume snapshots of one moment, under a lineage."""
import filters
import views
from answers import Answer, not_allowed, not_found
from params import BadRequest, as_list
from rooms import CLOUD, Room, one, parse_time


class Backups(Room):
    def backup(self, ident):
        return one(self.account.backups, ident, 'Backup')

    def backups(self, request):
        lineage = request.need('lineage')
        wanted = filters.parse(request.tree, filters.BACKUPS)
        before = [f for f in wanted if f[0] == 'latest_before']
        rest = [f for f in wanted if f[0] != 'latest_before']
        found = [b for b in self.account.backups if b.lineage == lineage and filters.keep(
            rest, filters.BACKUPS, lambda f, b=b: {
                'completed': str(b.completed).lower(), 'committed': str(b.committed).lower(),
                'from_master': str(b.from_master).lower(), 'cloud_href': CLOUD}[f])]
        for _, _, text in before:
            end = parse_time(text)
            found = sorted((b for b in found if b.created <= end),
                           key=lambda b: b.created)[-1:]
        return Answer(200, [views.backup(self.account, b) for b in found], 'backup')

    def backup_show(self, _request, ident):
        return Answer(200, views.backup(self.account, self.backup(ident)), 'backup')

    def backup_create(self, request):
        """Snapshots of volumes: whole when it says so, committed by who asked for it."""
        name, lineage = request.need('backup', 'name'), request.need('backup', 'lineage')
        disks = {f'{CLOUD}/volume_attachments/{i.id}': i for i in self.account.instances()
                 if i.tier == 'db' and i.runs()}
        for href in as_list(request.need('backup', 'volume_attachment_hrefs')):
            if href not in disks:
                raise not_found(f'VolumeAttachment {href}')
            backup = self.sim.scripts.volume_backup(disks[href], name, lineage)
            backup.from_master = request.get('backup').get('from_master') == 'true'
            backup.description = request.get('backup').get('description', '')
        return Answer(201, location=backup.href)

    def backup_update(self, request, ident):
        found = self.backup(ident)
        if request.need('backup', 'committed') != 'true':
            raise BadRequest("backup[committed] can only become 'true'")
        found.committed = True
        return Answer(204)

    def backup_destroy(self, _request, ident):
        found = self.backup(ident)
        self.account.backups.remove(found)
        self.sim.effects.effect('backup-destroy', backup=found.href)
        return Answer(204)

    def backup_restore(self, request, ident):
        self.backup(ident)
        self.of(request.need('instance_href'), 'Instance')
        raise not_allowed('device /dev/sdk1 is taken')

    def backup_cleanup(self, request):
        """Only those that are completed and committed count, and go."""
        lineage, keep = request.need('lineage'), str(request.need('keep_last'))
        if not keep.isdigit():
            raise BadRequest('keep_last must be a digit string')
        perfect = sorted((b for b in self.account.backups
                          if b.lineage == lineage and b.completed and b.committed),
                         key=lambda b: b.created)
        gone = perfect[:max(len(perfect) - int(keep), 0)]
        if request.get('skip_deletion') != 'true':
            for backup in gone:
                self.account.backups.remove(backup)
                self.sim.effects.effect('backup-destroy', backup=backup.href)
        return Answer(204)
