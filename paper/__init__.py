"""What is printed and what is read from files: PDF, Word, Excel, CSV, SVG and the guard at the door.

Pure: no models, no Django, no import of another room.
"""
