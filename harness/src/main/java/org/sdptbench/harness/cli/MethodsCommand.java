package org.sdptbench.harness.cli;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sdptbench.glip.peft.Setting;
import org.sdptbench.harness.spec.MethodInfo;
import org.sdptbench.harness.spec.Vocabulary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sdptbench methods}. */
@Command(name = "methods", description = "Lists the methods, their settings and the recipe's.")
final class MethodsCommand implements Callable<Integer> {
  private final Engine engine;
  @Spec private CommandSpec spec = CommandSpec.create();

  MethodsCommand(Engine engine) {
    this.engine = engine;
  }

  @Override
  public Integer call() throws Exception {
    Vocabulary vocabulary = engine.vocabulary(Optional.empty());
    PrintWriter out = spec.commandLine().getOut();
    for (MethodInfo method : vocabulary.methods().methods()) {
      out.printf("%s (%s): %s%n", method.name(), method.title(), method.summary());
      method.settings().all().forEach(s -> setting(out, method.name(), s));
    }
    out.println("recipe: settings of every method that trains, and of the test");
    vocabulary.recipe().all().all().forEach(s -> setting(out, "recipe", s));
    out.flush();
    return ExitCode.OK;
  }

  private static void setting(PrintWriter out, String owner, Setting setting) {
    out.printf(
        "  %-24s %s; %s (default: %s)%n",
        owner + "." + setting.name(), setting.summary(), setting.allowed(), setting.standard());
  }
}
