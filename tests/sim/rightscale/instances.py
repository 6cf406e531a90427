"""Instances, current ones and next ones."""
import filters
import views
from answers import Answer, not_allowed, not_found
from params import BadRequest
from resources import Server
from rooms import IMAGE, Room, view_of

VIEWS = ('extended', 'full', 'full_inputs_2_0', 'tiny', 'sensitive')


# Nothing but the one image is there to be named.
LINKED = ('multi_cloud_image_href', 'image_href', 'instance_type_href', 'datacenter_href',
          'ssh_key_href', 'security_group_hrefs', 'subnet_hrefs')
TOLD = ('user_data', 'associate_public_ip_address', 'cloud_specific_attributes')


def known_of(name):
    return IMAGE if name == 'multi_cloud_image_href' else None


class Instances(Room):
    def chosen(self, request, among):
        """Those among these that the request's filters keep."""
        wanted = filters.parse(request.tree, filters.INSTANCES)
        return [i for i in among if filters.keep(
            wanted, filters.INSTANCES, lambda f, i=i: {
                'name': i.name, 'state': i.state, 'parent_href': i.parent,
                'deployment_href': self.account.deployment_of(i),
                'server_template_href': i.template, 'os_platform': 'linux', 'resource_uid': i.uid,
                'public_ip_address': i.public, 'private_ip_address': i.private,
            }.get(f, ''))]

    def list_instances(self, request, among):
        view = view_of(request, *VIEWS)
        return Answer(200, [views.instance(self.account, i, view)
                            for i in self.chosen(request, among)], 'instance')

    def instances(self, request, cloud):
        self.cloud(cloud)
        return self.list_instances(request, self.account.instances())

    def instance_show(self, request, cloud, ident):
        view = view_of(request, *VIEWS)
        return Answer(200, views.instance(self.account, self.instance(cloud, ident), view),
                      'instance')

    def instance_update(self, request, cloud, ident):
        found = self.instance(cloud, ident)
        fields = request.get('instance', {})
        for name in LINKED:
            if name in fields and fields[name] != known_of(name):
                raise not_found(name.removesuffix('_href').removesuffix('_hrefs'))
        template = fields.get('server_template_href')
        if template is not None:
            if self.account.template(template) is None:
                raise not_found('ServerTemplate')
            found.template = template
            self.sim.effects.effect('template', instance=found.href, template=template,
                                    next=found.next)
        found.image = found.image or 'multi_cloud_image_href' in fields
        found.told.update({k: fields[k] for k in TOLD if k in fields})
        found.name = fields.get('name', found.name)
        return Answer(204)

    def instance_lock(self, _request, cloud, ident):
        return self._set_lock(self.instance(cloud, ident), True)

    def instance_unlock(self, _request, cloud, ident):
        return self._set_lock(self.instance(cloud, ident), False)

    def _set_lock(self, instance, locked):
        instance.locked = locked
        self.sim.effects.effect('lock' if locked else 'unlock', instance=instance.href,
                                name=instance.name)
        return Answer(204)

    def instance_launch(self, request, cloud, ident):
        found = self.instance(cloud, ident)
        owner = self.account.by_href(found.parent)
        if not found.next or not isinstance(owner, Server):
            raise not_allowed('only a next instance can be launched')
        return self.launch_of(request, owner)

    def instance_stop(self, _request, cloud, ident):
        self.instance(cloud, ident)
        raise not_allowed('this cloud cannot stop and start instances')

    # -- the end -------------------------------------------------------------------

    def terminate_of(self, instance):
        if instance is None or not instance.runs():
            raise not_allowed('nothing is running')
        if instance.locked:
            raise not_allowed('instance is locked')
        if instance.state not in ('decommissioning', 'terminating'):
            self.sim.life.terminate(instance)
        return Answer(204)

    def instance_terminate(self, _request, cloud, ident):
        return self.terminate_of(self.instance(cloud, ident))

    def terminate_all(self, request, among, owner):
        """multi_terminate: a task, which fails when one was locked or gone."""
        if request.get('filter') is None and request.get('terminate_all') != 'true':
            raise BadRequest('a filter or terminate_all is needed')
        chosen = [i for i in self.chosen(request, among) if i.runs()]
        if not chosen:
            raise not_allowed('nothing to terminate')
        free = [i for i in chosen if not i.locked]
        for instance in free:
            self.terminate_of(instance)
        word = 'completed' if len(free) == len(chosen) else 'failed'
        return Answer(202, location=self.sim.note_task(owner, chosen[0], word,
                                                       'multi_terminate'))

    def multi_terminate(self, request, cloud):
        self.cloud(cloud)
        return self.terminate_all(request, self.account.instances(), None)

    # -- again ---------------------------------------------------------------------

    def reboot_of(self, instance):
        if instance is None or instance.state != 'operational':
            raise not_allowed('only an operational instance is rebooted')
        self.sim.life.reboot(instance)
        return Answer(204)

    def instance_reboot(self, _request, cloud, ident):
        return self.reboot_of(self.instance(cloud, ident))

    def volume_attachment_show(self, _request, cloud, ident):
        return Answer(200, views.volume_attachment(self.instance(cloud, ident)),
                      'volume_attachment')

    def volume_show(self, _request, cloud, ident):
        instance = self.instance(cloud, ident)
        if instance.tier != 'db':
            raise not_found(f'Volume with ID={ident}')
        return Answer(200, views.volume(instance), 'volume')

    def volume_attachments(self, _request, cloud, ident):
        """The database's disk; nothing else has one."""
        instance = self.instance(cloud, ident)
        return Answer(200, [views.volume_attachment(instance)]
                      if instance.tier == 'db' and instance.runs() else [], 'volume_attachment')
