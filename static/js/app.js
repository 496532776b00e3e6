// The one module a page loads. Everything here improves pages that already work without it.
import "./fragments.js";
import "./offline.js";
import "./shortcuts.js";
import "./once.js";
import "./ordering.js";
import "./reading.js";
import "./zone.js";
