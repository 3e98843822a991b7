"""諮問 and 答申, the assembly's record, 決裁: what is kept beside the meetings."""
