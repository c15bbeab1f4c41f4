# 5 min: round trips of 8 bytes to 1 MiB
#
# Needs what desktop needs, and a cache of some megabytes: otherwise the largest sizes show the speed of the memory. Every byte is
# written, verified, copied and verified again. Other transports: -p transport=NAME,NAME. If one cannot carry a size, its cell says
# so. For two threads of one JVM: ./run.sh baselines ThreadHandOff -p size=1048576

--rounds 3
--cpus auto

-wi 2 -w 300ms
-i 1 -r 500ms

RoundTrip
-p transport=memfd/spin,memfd/futex,pipe,uds-stream
-p size=8,64,512,4096,32768,262144,1048576
