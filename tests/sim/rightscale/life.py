"""Machines: follows the local supervisor and does what boots and ends entail.

A launch becomes a launch behind; when its processes are ready the boot list runs,
then the instance is operational.  Members of an enabled array appear by
themselves, and are adopted.
"""
import threading
import time

from local import LocalError
from notation import plain
from resources import Instance


class Life:
    def __init__(self, account, local, scripts, faults, effects, lock, pace):
        self.account, self.local, self.scripts = account, local, scripts
        self.faults, self.effects, self.lock = faults, effects, lock
        self.pace = pace
        self.behind = {}            # instance id -> id behind
        self.booting = set()
        self.expected = []          # members asked for, not seen behind yet
        self.pushed = threading.Lock()      # held while one server's inputs are there

    def start(self):
        threading.Thread(target=self._follow, daemon=True).start()

    # -- launch --------------------------------------------------------------

    def launch(self, server, given, email):
        """A new current instance of this server's next one."""
        instance = self._instance(server, given)
        server.current = instance
        self.effects.effect('launch', server=server.name, instance=instance.href)
        self.account.audit(instance.href, 'launching', email)
        threading.Thread(target=self._start, args=(server, instance), daemon=True).start()
        return instance

    def launch_member(self, array, given, email):
        """One more member; the one behind is matched when it appears."""
        self.local.ask('array', enabled=True, trial=True)
        instance = self._instance(array, given)
        array.instances.append(instance)
        self.expected.append(instance)
        self.effects.effect('launch', array=array.name, instance=instance.href)
        self.account.audit(instance.href, 'launching', email)
        return instance

    def adopt_member(self, array, name):
        instance = self._instance(array)
        instance.name = name
        array.instances.append(instance)
        return instance

    def _instance(self, owner, given=None):
        instance = Instance(self.account.new_id(), owner.name, owner.next.template, owner.href,
                            state='pending', tags=list(owner.tags),
                            uid='i-%08x' % self.account.rng.getrandbits(32),
                            uuid=self.account.new_uuid())
        instance.inputs = self.resolve(owner, given)
        return instance

    def resolve(self, owner, given=None):
        """Inputs as a launch finds them: highest level first."""
        deployment = self.account.by_href(owner.deployment)
        template = self.account.template(owner.next.template)
        found = dict(template.inputs) if template else {}
        for level in (deployment.inputs, owner.next.inputs, given or {}):
            found.update({k: v for k, v in level.items() if v != 'inherit'})
        return found

    def inputs_changed(self, deployment):
        # Who holds it pushes them when it is done.
        if not self.pushed.locked():
            self.push_inputs(deployment.inputs)

    def push_inputs(self, inputs):
        """What those behind will be launched with: the deployment's, or what one
        server has made of them."""
        have = {i['key']: i['value'] for i in self.local.ask('list')['inputs']
                if i['scope'] == 'deployment'}
        want = {}
        for key, value in inputs.items():
            text = plain(value, self.account.credentials)
            if text is not None and '/' not in key:
                want[key] = text
        for key, text in want.items():
            if have.get(key) != text:
                self.local.ask('set_input', key=key, value=text, scope='deployment')
        for key in set(have) - set(want):
            self.local.ask('set_input', key=key, value=None, scope='deployment')

    def _start(self, server, instance):
        time.sleep(self.pace)
        template = self.account.template(instance.template)
        strand = self.faults.boots_wrong(server.name, 'strand')
        try:
            self.local.ask('fault', name=server.name, kind='boot' if strand else 'none')
            now = self._behind(server.name)
            if now is None:
                source = next(s['name'] for s in self.local.ask('list')['servers']
                              if not s['in_array'])
                self.local.ask('clone', name=server.name, source=source, token=instance.id)
                now = self._behind(server.name)
            self.local.ask('configure', id=now['id'], template=template.local)
            self.behind[instance.id] = now['id']
            self._launch_behind(server, instance, now['id'])
        except (LocalError, OSError, StopIteration) as error:
            with self.lock:
                instance.state = 'stranded in booting'
                self.account.audit(instance.href, 'failed: boot', 'system', str(error))

    def _launch_behind(self, server, instance, ident):
        """The cloud behind has one set of inputs; a server that has other ones is
        launched with those, and alone."""
        with self.pushed:
            deployment = self.account.by_href(server.deployment)
            usual = {**self.account.template(instance.template).inputs, **deployment.inputs}
            own = {k for k, v in instance.inputs.items()
                   if '/' not in k and usual.get(k, 'inherit') != v}
            if own:
                self.push_inputs(instance.inputs)
            self.local.ask('launch', id=ident)
            end = time.time() + 60
            while own and time.time() < end and self._state(ident) in ('pending', 'booting'):
                time.sleep(0.1)
            if own:
                self.push_inputs(deployment.inputs)

    def _state(self, ident):
        return next((s['state'] for s in self.local.ask('list')['servers']
                     if s['id'] == ident), 'terminated')

    def _behind(self, name):
        return next((s for s in self.local.ask('list')['servers']
                     if s['name'] == name and s['state'] != 'terminated'), None)

    # -- following -------------------------------------------------------------

    def _follow(self):
        while True:
            time.sleep(0.2)
            try:
                listing = self.local.ask('list')
            except (OSError, ValueError, LocalError):
                continue
            with self.lock:
                self._adopt(listing)
                for instance in list(self.account.instances()):
                    self._move(instance, listing)

    def _adopt(self, listing):
        known = set(self.behind.values())
        for array in self.account.arrays:
            for there in listing['servers']:
                if not there['in_array'] or there['id'] in known or \
                        there['state'] in ('terminated', 'inactive'):
                    continue
                if self.expected and self.expected[0].parent == array.href:
                    instance = self.expected.pop(0)
                else:
                    instance = self._instance(array)
                    array.instances.append(instance)
                    self.effects.effect('launch', array=array.name, instance=instance.href,
                                        by='array')
                instance.name = there['name']
                self.behind[instance.id] = there['id']

    def _move(self, instance, listing):
        ident = self.behind.get(instance.id)
        there = next((s for s in listing['servers'] if s['id'] == ident), None)
        if there is None or instance.state == 'terminated':
            return
        state = there['state']
        if instance.state == 'pending' and state in ('booting', 'operational'):
            instance.state = 'booting'
            host, port = there['addr'].rsplit(':', 1)
            instance.private, instance.port = [host], int(port)
            instance.root = f'{self.scripts.world.servers}/{there["name"]}'
        elif instance.state == 'booting' and state == 'operational':
            if instance.id not in self.booting:
                self.booting.add(instance.id)
                threading.Thread(target=self._boot_list, args=(instance,), daemon=True).start()
        elif state == 'stranded' and instance.state in ('pending', 'booting'):
            instance.state = 'stranded in booting'
            self.account.audit(instance.href, 'failed: boot', 'system', there.get('trouble', ''))
            self.effects.effect('stranded', instance=instance.href)
        elif state == 'terminated':
            self._ended(instance)
        elif state == 'decommissioning' and instance.state not in (
                'decommissioning', 'terminating'):
            instance.state = 'decommissioning'

    def _boot_list(self, instance):
        """The boot list of its template, in order; then it is operational."""
        self._publish(instance)
        if self.faults.boots_wrong(instance.name, 'hang'):
            return
        self._run_list(instance, 'boot')
        with self.lock:
            self.account.audit(instance.href, 'boot completed: all', 'system')
            if instance.state == 'booting':
                instance.state = 'operational'
                self.effects.effect('operational', instance=instance.href)

    def _publish(self, instance):
        tags = [f'server:uuid={instance.uuid}',
                f'server:private_ip_0={instance.private[0]}', 'appserver:active=true',
                f'appserver:listen_ip={instance.private[0]}',
                f'appserver:listen_port={instance.port}', 'rs_monitoring:state=active']
        if self.faults.boots_wrong(instance.name, 'half-tagged'):
            # It wants to be attached and does not say where it is.
            tags = [tags[0], f'loadbalancer:{self.scripts.pool_of(instance, {})}=app']
        with self.lock:
            instance.tags.extend(t for t in tags if t not in instance.tags)

    def _run_list(self, instance, sequence):
        owner = self.account.by_href(instance.parent)
        off = getattr(owner, 'disabled_bindings', set())
        template = self.account.template(instance.template)
        for binding in template.bindings:
            if binding['sequence'] != sequence or str(binding['id']) in off:
                continue
            function, _ = self.scripts.recipes.get(binding.get('recipe'), (None, None))
            if function is not None:
                function(instance, {}, self.scripts.faults.of_script(binding['recipe']))

    def reboot(self, instance):
        """The boot list again: who left the pool by hand is back in it."""
        instance.state = 'booting'
        self.effects.effect('reboot', instance=instance.href)
        threading.Thread(target=self._boot_list, args=(instance,), daemon=True).start()

    # -- the end -----------------------------------------------------------------

    def terminate(self, instance):
        instance.state = 'decommissioning'
        self.effects.effect('terminate', instance=instance.href, name=instance.name)
        threading.Thread(target=self._end, args=(instance,), daemon=True).start()

    def _end(self, instance):
        if instance.private:
            self._run_list(instance, 'decommission')
        time.sleep(self.pace * 3)
        instance.state = 'terminating'
        ident = self.behind.get(instance.id)
        if ident is None:
            with self.lock:
                self._ended(instance)
            return
        try:
            self.local.ask('terminate', id=ident)
        except (LocalError, OSError) as error:
            self.account.audit(instance.href, 'failed: terminate', 'system', str(error))

    def _ended(self, instance):
        instance.state = 'terminated'
        instance.ended = time.time()
        instance.private, instance.public = [], []
        self.effects.effect('terminated', instance=instance.href, name=instance.name)
        for server in self.account.servers:
            if server.current is instance:
                server.current = None
