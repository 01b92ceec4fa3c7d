"""The bundled tables written for other tools, one module a tool."""
