"""Monitoring data and alerts."""
import re
import time

import filters
import views
from answers import Answer, not_found
from metrics import STATES
from params import BadRequest
from rooms import Room, one

METRICS = [('apache', f'apache_scoreboard-{state}') for state in sorted(STATES.values())] + [
    ('apache', 'apache_requests'), ('apache', 'apache_bytes')]


# What collectd's plugin of the cookbook measures of HAProxy, and the columns of its
# statistics that say so.
OF_BALANCERS = {'haproxy_sessions': {'current_queued': 'qcur', 'current_session': 'scur'},
                'haproxy_status': {'status': 'status'},
                'haproxy_traffic': {'bytes_in': 'bin', 'bytes_out': 'bout'}}
STATUS = {'UP': 2, 'DOWN': -2}
ON_ITS_WAY = {'UP': -1, 'DOWN': 1}  # "UP 1/3" goes down


def figure(text):
    """A number; or a state in words, of which all that is no check's is 0."""
    if re.fullmatch(r'\d+', text):
        return float(text)
    word, _, on_its_way = text.partition(' ')
    return float((ON_ITS_WAY if on_its_way else STATUS).get(word, 0))


class Figures(Room):
    def _balancer(self, instance):
        return next((b for b in self.sim.balancers if b.instance is instance), None)

    def _of(self, instance):
        """Plugins and views of what runs."""
        balancer = self._balancer(instance)
        if balancer is not None:
            names = sorted(u.lower().replace('-', '_') for u in balancer.attached())
            return [(f'haproxy-{balancer.pool}_backend', f'{view}-{name}')
                    for view in OF_BALANCERS for name in names + ['total']]
        return METRICS if instance.runs() and instance.tier == 'app' else []

    def _measured(self, balancer, view):
        """The row of HAProxy's own statistics, and a sample that is being taken."""
        kind, _, name = view.partition('-')
        rows = {'total' if server == 'BACKEND' else server.lower().replace('-', '_'): row
                for server, row in balancer.statistics().items()}
        row = rows.get(name, {})
        return [{'variable': variable, 'points': [
            figure(row[column]) if column in row else float('nan'), float('nan')]}
                for variable, column in OF_BALANCERS[kind].items()]

    def metrics(self, request, cloud, ident):
        instance = self.instance(cloud, ident)
        wanted = filters.parse(request.tree, filters.METRICS)
        return Answer(200, [
            views.metric(instance, *m) for m in self._of(instance) if filters.keep(
                wanted, filters.METRICS, lambda f, m=m: m[0] if f == 'plugin' else m[1])],
            'monitoring_metric')

    def _metric(self, instance, metric):
        plugin, _, view = metric.partition(':')
        if (plugin, view) not in self._of(instance):
            raise not_found(f'MonitoringMetric {metric}')
        return plugin, view

    def metric_show(self, _request, cloud, ident, metric):
        instance = self.instance(cloud, ident)
        return Answer(200, views.metric(instance, *self._metric(instance, metric)),
                      'monitoring_metric')

    def metric_data(self, request, cloud, ident, metric):
        instance = self.instance(cloud, ident)
        start, end = str(request.need('start')), str(request.need('end'))
        if not re.fullmatch(r'-\d{1,9}|0', start) or not re.fullmatch(r'-\d{1,9}|0', end):
            raise BadRequest('start and end are seconds before now, 0 or negative')
        _, view = self._metric(instance, metric)
        balancer = self._balancer(instance)
        data = self._measured(balancer, view) if balancer is not None else [{
            'variable': 'count', 'points': self.sim.metrics.points(
                instance, view, -int(start), -int(end))}]
        return Answer(200, {'start': int(start), 'end': int(end), 'links': [], 'actions': [],
                            'variables_data': data}, 'monitoring_metric_data')

    # -- alerts ----------------------------------------------------------------------

    def _alerts(self, request, instances):
        wanted = filters.parse(request.tree, filters.ALERTS)
        return Answer(200, [
            views.alert(a) for a in self.sim.alerts if a.instance in instances and filters.keep(
                wanted, filters.ALERTS, lambda _f, a=a: a.status)], 'alert')

    def alerts(self, request, ident):
        href = self.deployment(ident).href
        return self._alerts(request, [i for i in self.account.instances()
                                      if self.account.deployment_of(i) == href])

    def server_alerts(self, request, ident):
        return self._alerts(request, [self.server(ident).current])

    def array_alerts(self, request, ident):
        return self._alerts(request, self.array(ident).instances)

    def instance_alerts(self, request, cloud, ident):
        return self._alerts(request, [self.instance(cloud, ident)])

    def alert_show(self, _request, ident):
        return Answer(200, views.alert(one(self.sim.alerts, ident, 'Alert')), 'alert')

    def alert_quench(self, request, ident):
        duration = str(request.need('duration'))
        if not duration.isdigit():
            raise BadRequest('duration is a number of seconds')
        one(self.sim.alerts, ident, 'Alert').quenched = time.time() + int(duration)
        return Answer(204)
