# 30 s: layers between Java and the memory, in pairs
#
# Needs what desktop needs. Measures what these layers cost, over the same region. The pairs compare Chronicle Bytes with a VarHandle on a mapped ByteBuffer and with the foreign-memory
# API, and JNA with the foreign-memory API for calls of futex. Messages have 8 bytes, the word alone. The foreign-memory API needs
# JDK 22 or later: set JAVA_HOME. On an earlier JDK its pairs are "-" with that reason.

--rounds 6
--cpus auto

-wi 1 -w 500ms
-i 1 -r 1s

Paired[.]
-p pair=sysv/spin:sysv/spin-varhandle,sysv/spin:sysv/spin-ffm,sysv/futex:sysv/futex-ffm
-p size=8
