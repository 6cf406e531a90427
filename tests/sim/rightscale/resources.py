"""What the account holds.  Plain data; who changes it says so in effects."""
import random
import string
import time
from dataclasses import dataclass, field


def cloud_id(rng):
    """Ids of things in the cloud: opaque, upper case."""
    return ''.join(rng.choices(string.ascii_uppercase + string.digits, k=13))


def stamp(when=None):
    return time.strftime('%Y/%m/%d %H:%M:%S +0000', time.gmtime(when))


@dataclass
class Instance:
    id: str
    name: str
    template: str                   # href of its server template
    parent: str                     # href of its server or array
    state: str = 'inactive'
    uid: str = ''
    private: list = field(default_factory=list)
    public: list = field(default_factory=list)
    port: int = 0
    root: str = ''                  # where its files are, behind the scenes
    locked: bool = False
    inputs: dict = field(default_factory=dict)
    tags: list = field(default_factory=list)
    created: float = field(default_factory=time.time)
    ended: float = 0.0
    next: bool = False              # is it a next instance
    tier: str = 'app'               # app, lb, db
    uuid: str = ''
    image: bool = False             # its own, not the template's
    told: dict = field(default_factory=dict)    # user_data and the like, as PUT

    @property
    def href(self):
        return f'/api/clouds/1/instances/{self.id}'

    def runs(self):
        return not self.next and self.state not in ('inactive', 'terminated')


@dataclass
class Server:
    id: int
    name: str
    deployment: str
    next: Instance
    current: Instance = None
    description: str = ''
    tags: list = field(default_factory=list)
    disabled_bindings: set = field(default_factory=set)
    tier: str = 'app'
    created: float = field(default_factory=time.time)

    @property
    def href(self):
        return f'/api/servers/{self.id}'

    @property
    def state(self):
        return self.current.state if self.current else 'inactive'


@dataclass
class Array:
    id: int
    name: str
    deployment: str
    next: Instance
    enabled: bool
    min: int
    max: int
    tags: list = field(default_factory=list)
    instances: list = field(default_factory=list)
    description: str = ''
    array_type: str = 'alert'
    params: dict = field(default_factory=dict)

    @property
    def href(self):
        return f'/api/server_arrays/{self.id}'


@dataclass
class Deployment:
    id: int
    name: str
    description: str = ''
    locked: bool = False
    scope: str = 'deployment'
    inputs: dict = field(default_factory=dict)
    tags: list = field(default_factory=list)

    @property
    def href(self):
        return f'/api/deployments/{self.id}'


@dataclass
class Template:
    id: int
    name: str
    revision: int
    lineage: str
    local: str                      # the directory behind it
    inputs: dict = field(default_factory=dict)
    bindings: list = field(default_factory=list)

    @property
    def href(self):
        return f'/api/server_templates/{self.id}'


@dataclass
class Backup:
    id: str
    name: str
    lineage: str
    path: str
    created: float
    completed: bool = False
    committed: bool = False
    from_master: bool = True
    count: int = 1
    description: str = 'RightScale data backup'

    @property
    def snapshot(self):
        return self.id[:13].replace('-', '').upper()

    @property
    def href(self):
        return f'/api/backups/{self.id}'


@dataclass
class Alert:
    id: int
    instance: Instance
    quenched: float = 0.0           # until then

    @property
    def href(self):
        return f'/api/alerts/{self.id}'

    @property
    def status(self):
        return 'quenched' if self.quenched > time.time() else 'triggered'


@dataclass
class Audit:
    id: int
    summary: str
    auditee: str
    email: str
    detail: str = ''
    updated: float = field(default_factory=time.time)

    @property
    def href(self):
        return f'/api/audit_entries/{self.id}'


class Account:
    """All of it.  One lock for all handlers: see api.py."""

    def __init__(self, seed=1):
        self.rng = random.Random(seed)
        self.deployments, self.servers, self.arrays = [], [], []
        self.templates, self.backups, self.audits = [], [], []
        self.right_scripts = []
        self.credentials = {}
        self.free = []              # instances of no server and no array
        self._serial = 990003000

    def serial(self):
        self._serial += self.rng.randint(1, 9)
        return self._serial

    def new_id(self):
        return cloud_id(self.rng)

    def new_uuid(self):
        return '01-' + ''.join(self.rng.choices(string.ascii_uppercase + string.digits, k=12))

    def instances(self):
        for server in self.servers:
            yield server.next
            if server.current:
                yield server.current
        for array in self.arrays:
            yield array.next
            yield from array.instances
        yield from self.free

    def instance(self, ident):
        return next((i for i in self.instances() if i.id == ident), None)

    def by_href(self, href):
        for group in (self.servers, self.arrays, self.deployments, self.templates,
                      self.backups):
            for thing in group:
                if thing.href == href:
                    return thing
        return next((i for i in self.instances() if i.href == href), None)

    def audit(self, auditee, summary, email, detail=''):
        entry = Audit(160056990000 + len(self.audits) * 3, summary, auditee, email, detail)
        self.audits.append(entry)
        return entry

    def template(self, href):
        return next((t for t in self.templates if t.href == href), None)

    def deployment_of(self, thing):
        """The deployment's href of a server, array or instance."""
        if isinstance(thing, Instance):
            thing = self.by_href(thing.parent) if thing.parent else None
        return thing.deployment if thing else ''
