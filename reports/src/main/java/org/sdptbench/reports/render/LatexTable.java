package org.sdptbench.reports.render;

import java.util.List;
import java.util.stream.Collectors;
import org.sdptbench.reports.table.Cell;
import org.sdptbench.reports.table.Cell.Rank;
import org.sdptbench.reports.table.CellText;
import org.sdptbench.reports.table.Column;
import org.sdptbench.reports.table.Quantity.Direction;
import org.sdptbench.reports.table.Table;
import org.sdptbench.reports.table.TableNotes;

/**
 * A booktabs table for {@code \\input}, best in bold, second underlined. A table of many columns
 * stands in blocks below one another; what is still too wide is scaled down.
 */
final class LatexTable {

  private static final int WIDEST = 8;

  private LatexTable() {}

  static String of(Table table) {
    StringBuilder out = new StringBuilder();
    out.append(
        """
        % Needs \\usepackage{booktabs,graphicx}; letters beyond Latin need XeLaTeX or LuaLaTeX.
        \\begin{table}
          \\centering
          \\footnotesize
          \\setlength{\\tabcolsep}{3pt}
        """);
    out.append("  \\caption{%s.}\n".formatted(LatexText.of(table.title())));
    out.append("  \\label{tab:%s}\n".formatted(table.name()));
    for (List<Integer> block : table.blocks(WIDEST)) {
      out.append("  \\resizebox{\\ifdim\\width>\\linewidth\\linewidth\\else\\width\\fi}{!}{%\n");
      out.append("  \\begin{tabular}{l%s}\n".formatted("r".repeat(block.size())));
      out.append("    \\toprule\n");
      head(out, table, block);
      out.append("    \\midrule\n");
      boolean published = false;
      for (Table.Row row : table.rows()) {
        if (row.published() && !published) {
          out.append("    \\midrule\n");
          published = true;
        }
        String cells =
            block.stream()
                .map(c -> cell(row.cells().get(c), table.columns().get(c)))
                .collect(Collectors.joining(" & "));
        out.append("    %s & %s \\\\\n".formatted(LatexText.of(row.label()), cells));
      }
      out.append("    \\bottomrule\n  \\end{tabular}}\n  \\par\\smallskip\n");
    }
    out.append("  {\\scriptsize %s\\par}\n".formatted(notes(table)));
    return out.append("\\end{table}\n").toString();
  }

  private static void head(StringBuilder out, Table table, List<Integer> block) {
    StringBuilder groups = new StringBuilder("   ");
    StringBuilder rules = new StringBuilder();
    int first = 2; // after the labels of the rows
    for (Table.Group group : table.groups(block)) {
      int size = group.columns().size();
      groups.append(" & \\multicolumn{%s}{c}{%s}".formatted(size, LatexText.of(group.label())));
      if (!group.label().isEmpty()) {
        rules.append("    \\cmidrule(lr){%s-%s}\n".formatted(first, first + size - 1));
      }
      first += size;
    }
    if (!rules.isEmpty()) {
      out.append(groups).append(" \\\\\n").append(rules);
    }
    String labels =
        block.stream().map(c -> label(table.columns().get(c))).collect(Collectors.joining(" & "));
    out.append("    %s & %s \\\\\n".formatted(LatexText.of(table.stub()), labels));
  }

  private static String label(Column column) {
    String arrow = column.quantity().direction() == Direction.HIGHER ? "uparrow" : "downarrow";
    return LatexText.of(column.label()) + (column.ranked() ? " $\\" + arrow + "$" : "");
  }

  private static String cell(Cell cell, Column column) {
    CellText text = CellText.of(cell, column.quantity());
    String value = LatexText.of(text.value());
    if (cell.value() == null) {
      return value.isEmpty() ? "" : "\\emph{%s}".formatted(value);
    }
    String marked =
        cell.rank() == Rank.BEST
            ? "\\textbf{%s}".formatted(value)
            : cell.rank() == Rank.SECOND ? "\\underline{%s}".formatted(value) : value;
    return text.interval().isEmpty()
        ? marked
        : "%s {\\tiny %s}".formatted(marked, LatexText.of(text.interval()));
  }

  private static String notes(Table table) {
    return TableNotes.of(table).stream().map(LatexText::of).collect(Collectors.joining(" "));
  }
}
