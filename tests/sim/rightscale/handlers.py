"""All rooms under one roof: routes.py calls their methods."""
from arrays import Arrays
from audits import Audits
from backups import Backups
from clouds import Clouds
from deployments import Deployments
from figures import Figures
from inputs import Inputs
from instances import Instances
from servers import Servers
from sessions import Sessions
from tags import Tags
from tasks import Tasks
from templates import Templates


class Handlers(Sessions, Clouds, Deployments, Inputs, Servers, Instances, Arrays, Tasks, Tags,
               Backups, Audits, Templates, Figures):
    pass
