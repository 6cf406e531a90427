"""Recipes and RightScripts: queued per instance, one after another, each with a task
whose summary walks through the words of the platform.

"completed" says that the script ended well.  What it asked of the load balancers
comes later, in their own time.
"""
import os
import queue
import re
import shutil
import subprocess
import threading
import time

from resources import stamp


class ScriptError(Exception):
    """The script failed; its output."""


class Task:
    """Of an instance; or of an array, when many were asked at once."""

    def __init__(self, audit, instance, owner=None):
        self.audit, self.instance, self.owner = audit, instance, owner or instance
        self.id = f'ae-{audit.id}'

    @property
    def href(self):
        return f'{self.owner.href}/live/tasks/{self.id}'

    def say(self, summary, detail=''):
        self.audit.summary = summary
        self.audit.updated = time.time()
        self.audit.detail += detail


class Scripts:
    """Runs them.  world: pools, db path, snapshots directory, pace in seconds."""

    def __init__(self, account, world, faults, effects):
        self.account, self.world = account, world
        self.faults, self.effects = faults, effects
        self.tasks = {}
        self._queues = {}
        self.recipes = {
            'lb::do_attach_request': (self.attach_request, ['lb/pools']),
            'lb::do_detach_request': (self.detach_request, ['lb/pools']),
            'lb::do_attach_all': (self.attach_all, ['lb/pools']),
            'db::do_primary_backup': (self.primary_backup, ['db/backup/lineage']),
            'sys::do_reconverge_list_enable': (self.cron_on, []),
            'sys::do_reconverge_list_disable': (self.cron_off, []),
        }
        self.right_scripts = {
            'Health check file remove': (self.health_remove, []),
            'Health check file restore': (self.health_restore, []),
            'Shop DB migrate': (self.migrate, ['MIGRATION']),
            'LB Application to HAProxy Connect': (self.attach_request, ['LB_HOSTNAME']),
            'LB Application to HAProxy Disconnect': (self.detach_request, ['LB_HOSTNAME']),
        }

    def volume_backup(self, instance, name, lineage):
        """The platform's own: a copy of what is on the disk, nobody is asked."""
        backup = self.world.add_backup(name, lineage, '')
        threading.Timer(self.world.backup_s, self.world.finish_backup,
                        (backup, False)).start()
        return backup

    def migrate(self, _instance, inputs, _fault):
        """The site's own script: the file of this name, and a mark that it was run."""
        wanted = inputs['MIGRATION'].split(':', 1)[1]
        with open(os.path.join(self.world.dir, 'cutover.conf'), encoding='utf-8') as conf:
            found = re.findall(r'migrations = \[([^]]*)\]', conf.read())
        path = next((p for p in re.findall('"([^"]*)"', ' '.join(found))
                     if os.path.basename(p) == wanted), None)
        if path is None:
            raise ScriptError(f'no file {wanted} here')
        subprocess.run(['sqlite3', '-bail', self.world.db, '.timeout 5000', 'BEGIN IMMEDIATE',
                        f".read '{path}'", 'INSERT INTO cutover_migration (file, digest) '
                        f"VALUES ('{path}', '')", 'COMMIT'], check=True, timeout=30)
        return f'running {wanted}\nit is noted\nend of {wanted}'

    def right_script(self, script):
        """(function, needed inputs) of a RightScript."""
        return self.right_scripts.get(script['name'], (self.unknown_script, []))

    def unknown_script(self, _instance, _inputs, _fault):
        raise ScriptError('this simulator does not run scripts that are sent to it')

    # -- running ---------------------------------------------------------

    def enqueue(self, instance, name, function, inputs, email='ops@example.com'):
        audit = self.account.audit(instance.href, f'Enqueueing {name} for execution', email)
        task = Task(audit, instance)
        self.tasks[task.id] = task
        if instance.id not in self._queues:
            self._queues[instance.id] = queue.Queue()
            threading.Thread(target=self._serve, args=(self._queues[instance.id],),
                             daemon=True).start()
        self._queues[instance.id].put((task, name, function, inputs))
        return task

    def _serve(self, jobs):
        while True:
            self._run(*jobs.get())

    def _run(self, task, name, function, inputs):
        pace = self.world.pace
        for words in (f'Scheduling execution of {name}', 'Querying tags',
                      'Preparing execution', name):
            task.say(words)
            time.sleep(pace)
        fault = self.faults.of_script(name)
        if fault == 'hang':
            return
        if fault in ('fail', 'abort'):
            word = 'failed' if fault == 'fail' else 'aborted'
            self.effects.effect('script-failed', script=name, instance=task.instance.href)
            task.say(f'{word}: {name}', f'{stamp()} told to fail\n')
            return
        try:
            output = function(task.instance, inputs, fault)
        except (ScriptError, OSError, subprocess.SubprocessError) as error:
            self.effects.effect('script-failed', script=name, instance=task.instance.href)
            task.say(f'failed: {name}', f'{error}\n')
            return
        self.effects.effect('script', script=name, instance=task.instance.href)
        task.say(f'completed: {name}', output or '')

    # -- load balancing ----------------------------------------------------

    def pool_of(self, instance, inputs):
        value = inputs.get('lb/pools', instance.inputs.get('lb/pools', 'text:default'))
        text = value.split(':', 1)[-1]
        return text.replace(' ', '').replace('/', '_').split(',')[0]

    def _sees(self, instance, other):
        """Tags are seen within a deployment, or in the whole account: its scope says."""
        mine = self.account.deployment_of(instance)
        scope = getattr(self.account.by_href(mine), 'scope', 'deployment')
        return scope == 'account' or mine == self.account.deployment_of(other)

    def balancers_of(self, pool, asker):
        tag = f'loadbalancer:{pool}=lb'
        return [b for b in self.world.balancers
                if tag in b.instance.tags and self._sees(asker, b.instance)]

    def members(self, pool, asker):
        """Servers with the tag -> (uuid, address); None where it does not know."""
        tag, found = f'loadbalancer:{pool}=app', []
        for instance in list(self.account.instances()):
            if tag in instance.tags and instance.runs() and self._sees(asker, instance):
                have = dict(t.split('=', 1) for t in instance.tags if '=' in t)
                uuid = have.get('server:uuid')
                ip, port = have.get('appserver:listen_ip'), have.get('appserver:listen_port')
                found.append((uuid, f'{ip}:{port}' if ip and port else None))
        return found

    def _later(self, balancer, name, work):
        """A message to a balancer's agent: it acts in its own time and entry."""
        fault = self.faults.of_script(f'{name}@{balancer.name}')
        if fault == 'lose':
            self.effects.effect('message-lost', lb=balancer.name, script=name)
            return

        def run(_instance, _inputs, _fault):
            work()
        self.enqueue(balancer.instance, name, run, {})

    def attach_request(self, instance, inputs, fault):
        pool = self.pool_of(instance, inputs)
        tag = f'loadbalancer:{pool}=app'
        if tag not in instance.tags:
            instance.tags.append(tag)
            self.effects.effect('tag', instance=instance.href, tag=tag)
        address = f'{instance.private[0]}:{instance.port}'
        if fault != 'lose':
            for balancer in self.balancers_of(pool, instance):
                self._later(balancer, 'lb::handle_attach',
                            lambda b=balancer: b.attach(instance.uuid, address, True))
        return f'attach request sent for {instance.uuid}\n'

    def detach_request(self, instance, inputs, fault):
        pool = self.pool_of(instance, inputs)
        tag = f'loadbalancer:{pool}=app'
        if tag in instance.tags:
            instance.tags.remove(tag)
            self.effects.effect('untag', instance=instance.href, tag=tag)
        if fault != 'lose':
            for balancer in self.balancers_of(pool, instance):
                self._later(balancer, 'lb::handle_detach',
                            lambda b=balancer: b.detach(instance.uuid))
        return f'detach request sent for {instance.uuid}\n'

    def attach_all(self, instance, inputs, _fault):
        for balancer in self.world.balancers:
            if balancer.instance is instance:
                pool = balancer.pool
                if not balancer.attach_all(lambda: self.members(pool, instance),
                                           self.world.patience):
                    raise ScriptError('a server of the pool has no server:uuid, '
                                      'appserver:listen_ip or appserver:listen_port yet')
                return f'attached {len(balancer.attached())}\n'
        raise ScriptError('lb::do_attach_all: not a load balancer')

    def cron_on(self, instance, _inputs, _fault):
        self.world.cron[instance.id] = True
        return 'sys/reconverge on\n'

    def cron_off(self, instance, _inputs, _fault):
        self.world.cron[instance.id] = False
        return 'sys/reconverge off\n'

    # -- health check file -------------------------------------------------

    def _file(self, instance):
        if not instance.root:
            raise ScriptError('no web root here')
        return os.path.join(instance.root, 'htdocs', 'up')

    def health_remove(self, instance, _inputs, fault):
        path = self._file(instance)
        if fault == 'forbid':
            # A link into nothing: Apache says 403, not 404.
            os.replace(path, path + '.away')
            os.symlink('nowhere', path)
            self.effects.effect('health-forbid', instance=instance.href)
            return 'removed\n'
        if os.path.exists(path):
            os.replace(path, path + '.away')
            self.effects.effect('health-remove', instance=instance.href)
        return 'removed\n'

    def health_restore(self, instance, _inputs, _fault):
        path = self._file(instance)
        if not os.path.exists(path) and os.path.exists(path + '.away'):
            os.replace(path + '.away', path)
            self.effects.effect('health-restore', instance=instance.href)
        return 'restored\n'

    # -- database ----------------------------------------------------------

    def primary_backup(self, instance, inputs, fault):
        if not any(t.startswith('rs_dbrepl:master_instance_uuid=') for t in instance.tags):
            raise ScriptError('db::do_primary_backup: neither master nor slave here')
        lineage = inputs.get('db/backup/lineage', 'text:').split(':', 1)[1]
        name = f'{lineage}-{int(time.time())}'
        path = os.path.join(self.world.snapshots, f'{self.account.new_id().lower()}.db')
        os.makedirs(self.world.snapshots, exist_ok=True)
        subprocess.run(['sqlite3', '-bail', self.world.db, '.timeout 5000',
                        f"VACUUM INTO '{path}'"], check=True, timeout=30)
        backup = self.world.add_backup(name, lineage, path)
        if fault != 'lose':
            threading.Timer(self.world.backup_s, self.world.finish_backup, (backup,)).start()
        return f'snapshot of {shutil.os.path.basename(path)} begun\n'
