# 4 min: a stream in messages of 64 bytes to 1 MiB
#
# Needs what desktop needs. As many messages are under way as fit into a megabyte, 2 to 64; -p window=N sets another number.
# Other transports: -p transport=NAME,NAME. If one cannot carry a size, its cell says so.

--rounds 3
--cpus auto

-wi 2 -w 300ms
-i 1 -r 1s

Throughput
-p transport=memfd/spin,memfd/futex,memfd/condvar,pipe,uds-stream,tcp
-p size=64,4096,1048576
