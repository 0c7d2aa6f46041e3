package org.sdptbench.harness.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import org.sdptbench.harness.spec.Location;
import org.sdptbench.harness.spec.Problem;
import picocli.CommandLine;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Takes options of a subcommand that stand before its name as if they stood behind it: {@code
 * datasets --data DIR where coco}.
 */
final class OptionsBeforeCommand implements IParameterPreprocessor {

  @Override
  @SuppressWarnings("JdkObsolete") // picocli's type
  public boolean preprocess(
      Stack<String> arguments,
      CommandSpec command,
      @Nullable ArgSpec argument,
      Map<String, Object> info) {
    List<String> before = new ArrayList<>();
    while (!arguments.isEmpty()) {
      String next = arguments.peek();
      if (command.subcommands().containsKey(next)) {
        arguments.pop();
        for (int i = before.size() - 1; i >= 0; i--) {
          arguments.push(before.get(i));
        }
        arguments.push(next);
        return false;
      }
      if (!next.startsWith("-")) {
        if (before.isEmpty()) {
          return false; // told by picocli
        }
        throw new ParameterException(
            command.commandLine(),
            Problem.unknown(
                    Location.argument(String.join(" ", before)),
                    "command",
                    next,
                    command.subcommands().keySet())
                .toString());
      }
      before.add(arguments.pop());
      if (takesValue(command, next) && !arguments.isEmpty()) {
        before.add(arguments.pop());
      }
    }
    for (int i = before.size() - 1; i >= 0; i--) {
      arguments.push(before.get(i));
    }
    return false;
  }

  private static boolean takesValue(CommandSpec command, String name) {
    for (CommandLine subcommand : command.subcommands().values()) {
      OptionSpec option = subcommand.getCommandSpec().findOption(name);
      if (option != null && option.arity().min() > 0) {
        return true;
      }
    }
    return false;
  }
}
