package org.sdptbench.reports;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LookTest {
  @Test
  void look() throws Exception {
    FakeRuns f = new FakeRuns(10, 13, 3);
    Path d = Path.of("/tmp/rep/big");
    f.write(d.resolve("runs"));
    for (int i = 0; i < 2; i++) {
      long t = System.nanoTime();
      System.out.println(
          new Report(d.resolve("runs"), f.plan(), d.resolve("out" + i)).write().planned()
              + " "
              + (System.nanoTime() - t) / 1e9);
    }
  }
}
