package dev.maxdiff.watch.child;

import dev.maxdiff.broker.alpaca.rest.HttpTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A destination of a watcher's state reports. */
interface StateSink {

  /**
   * Delivers one report; blocks.
   *
   * @return false when the report did not arrive and must be sent again
   */
  boolean write(String json);

  /**
   * Sends reports to the gateway, the only writer of watcher files. A server without the route
   * answers 404, which counts as delivered: a watcher runs against any server of Alpaca's REST.
   */
  record Gateway(HttpTransport transport) implements StateSink {
    private static final String ROUTE = "/maxdiff/v1/state";

    @Override
    public boolean write(String json) {
      try {
        int status = transport.send("PUT", ROUTE, json).status();
        return status < 300 || status == 404;
      } catch (IOException e) {
        return false; // the next poll fails for the same cause and reports it
      }
    }
  }

  /** Writes reports to the file of {@code --config-path} by an atomic move. */
  final class ConfigFile implements StateSink {
    private final Path file;
    private final Path temporary;

    ConfigFile(Path file) {
      this.file = file;
      this.temporary =
          file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
    }

    @Override
    public boolean write(String json) {
      try {
        Files.createDirectories(file.getParent());
        Files.writeString(temporary, json + "\n");
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        return true;
      } catch (IOException e) {
        System.err.println("config-path: " + file + ": " + e);
        return false;
      }
    }
  }
}
