"""Monitoring data and alerts."""
import re

import filters
import views
from answers import Answer, not_found
from metrics import STATES
from params import BadRequest
from rooms import Room

METRICS = [('apache', f'apache_scoreboard-{state}') for state in sorted(STATES.values())] + [
    ('apache', 'apache_requests'), ('apache', 'apache_bytes')]


class Figures(Room):
    def _of(self, instance):
        return METRICS if instance.runs() and instance.tier == 'app' else []

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
        points = self.sim.metrics.points(instance, view, -int(start), -int(end))
        return Answer(200, {'start': int(start), 'end': int(end), 'links': [], 'actions': [],
                            'variables_data': [{'variable': 'count', 'points': points}]},
                      'monitoring_metric_data')

    def alerts(self, request, ident):
        self.deployment(ident)
        filters.parse(request.tree, filters.ALERTS)
        return Answer(200, [views.alert(i) for i in self.sim.alerts], 'alert')

    def alert_quench(self, request, ident):
        request.need('duration')
        raise not_found(f'Alert with ID={ident}')
