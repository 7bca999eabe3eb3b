-- In master: the server's state.
GRANT VIEW SERVER STATE TO tributary_dms;
