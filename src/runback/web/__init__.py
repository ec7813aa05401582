"""The local web app: ``runback serve`` opens Runback in the browser, on the runner's own machine."""
