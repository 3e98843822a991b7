"""The floor of printing: WeasyPrint as it comes (untagged, collecting garbage), in a process of its own.

Reads {"html", "css"} as JSON from standard input and writes the PDF to the file that is named.
"""

import json
import sys

import weasyprint

job = json.load(sys.stdin)
styles = [weasyprint.CSS(string=sheet) for sheet in job["css"]]
weasyprint.HTML(string=job["html"]).write_pdf(sys.argv[1], stylesheets=styles)
