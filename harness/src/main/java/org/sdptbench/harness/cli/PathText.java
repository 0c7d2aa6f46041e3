package org.sdptbench.harness.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads paths; an empty one, as an unset variable leaves it, is not the current folder. */
final class PathText implements ITypeConverter<Path> {

  @Override
  public Path convert(String text) {
    if (text.isBlank()) {
      throw new TypeConversionException("found '%s'; allowed: a path".formatted(text));
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new TypeConversionException(
          "found '%s', %s; allowed: a path".formatted(text, e.getReason()));
    }
  }
}
