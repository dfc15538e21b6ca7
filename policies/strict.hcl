# strict
