"""What a runner does with their store, one file each: the same answers for the command line and the web.

Every function takes the store and the runner's day first and returns a typed value; nothing here prints.
"""
