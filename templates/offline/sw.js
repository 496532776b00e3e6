{% autoescape off %}// What changes with each version of the program; what is done with it is in static/js/worker.js.
self.site = {{ site }};
importScripts("{% static 'js/worker.js' %}");
{% endautoescape %}
