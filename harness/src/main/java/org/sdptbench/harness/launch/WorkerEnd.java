package org.sdptbench.harness.launch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a worker ended.
 *
 * @param exit its exit status
 * @param written whether it said that its record is written
 * @param timeLimit the time limit that it was ended at; empty if it was not
 * @param stopped whether everything is being stopped
 * @param killedForMemory whether the kernel ended some process for want of memory meanwhile
 * @param seconds wall time from its start in seconds
 * @param record where its record is, if it left one
 * @param log its log
 * @param tail the end of its log
 */
record WorkerEnd(
    int exit,
    boolean written,
    Optional<Duration> timeLimit,
    boolean stopped,
    boolean killedForMemory,
    double seconds,
    Path record,
    Path log,
    String tail) {}
