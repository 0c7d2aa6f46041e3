package org.sdptbench.harness.testing;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.function.Supplier;
import org.sdptbench.harness.BenchEngine;
import org.sdptbench.harness.Main;
import org.sdptbench.harness.cli.SdptBench;

/** Runs commands in this process, one after the other, and keeps what the last one said. */
public final class CommandRun {
  private final Supplier<SdptBench> program;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  private CommandRun(Supplier<SdptBench> program) {
    this.program = program;
  }

  /** Commands of the product. */
  public static CommandRun ofProduct() {
    return new CommandRun(() -> new SdptBench(new BenchEngine(), Main.class));
  }

  /** Commands over {@link FakeCellRunner}. */
  public static CommandRun ofFake() {
    return new CommandRun(FakeMain::command);
  }

  /** Runs a command; returns its exit code. */
  public int run(Object... arguments) {
    out = new StringWriter();
    err = new StringWriter();
    return program
        .get()
        .speakingTo(new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
  }

  /** What it said on standard output, lines ending as on Unix. */
  public String out() {
    return out.toString().replace("\r\n", "\n");
  }

  /** What it said on standard error. */
  public String err() {
    return err.toString().replace("\r\n", "\n");
  }

  /** What it said on standard output, and then what on standard error. */
  public String told() {
    return out() + err();
  }
}
