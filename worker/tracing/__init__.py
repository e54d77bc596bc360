"""Spans of the worker's part in a trace, for an OpenTelemetry collector; loaded only when they are asked for."""
