package dev.maxdiff.cli.views;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import dev.maxdiff.control.StatusView.PositionLine;
import dev.maxdiff.domain.Symbol;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Formats a table of the status, without borders. Pure.
 *
 * @param positions positions whose symbols have green rows
 * @param colour whether rows are coloured: green with a position, yellow for other crypto
 */
record StatusTable(List<PositionLine> positions, boolean colour) {

  private static final int MAX_WIDTH = 200;
  private static final String YELLOW = "\u001b[33m";
  private static final String GREEN = "\u001b[32m";
  private static final String PLAIN = "\u001b[0m";

  /** Returns a header and one line for each row, or {@code none} if there are no rows. */
  <T> List<String> lines(List<T> rows, Function<T, Symbol> symbol, List<ColumnData<T>> columns) {
    if (rows.isEmpty()) {
      return List.of("  none");
    }
    String table =
        AsciiTable.builder().border(AsciiTable.NO_BORDERS).data(rows, columns).asString();
    List<String> rendered = table.lines().map(line -> " " + line.stripTrailing()).toList();
    int header = rendered.size() - rows.size();
    List<String> lines = new ArrayList<>(rendered.subList(0, header));
    for (int row = 0; row < rows.size(); row++) {
      lines.add(coloured(rendered.get(header + row), symbol.apply(rows.get(row))));
    }
    return lines;
  }

  static <T> ColumnData<T> left(String header, Function<T, String> cell) {
    return column(header, HorizontalAlign.LEFT, cell);
  }

  static <T> ColumnData<T> right(String header, Function<T, String> cell) {
    return column(header, HorizontalAlign.RIGHT, cell);
  }

  private static <T> ColumnData<T> column(
      String header, HorizontalAlign align, Function<T, String> cell) {
    return new Column()
        .header(header)
        .headerAlign(align)
        .dataAlign(align)
        .maxWidth(MAX_WIDTH)
        .with(cell);
  }

  private String coloured(String line, Symbol symbol) {
    if (!colour) {
      return line;
    }
    boolean held = positions.stream().anyMatch(position -> position.symbol().equals(symbol));
    String rowColour = held ? GREEN : symbol.isCrypto() ? YELLOW : "";
    return rowColour.isEmpty() ? line : rowColour + line + PLAIN;
  }
}
