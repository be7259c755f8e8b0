package dev.maxdiff.cli.operations;

import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code maxdiff version}, and the version that {@code --version} prints. */
@Command(name = "version", description = "Shows the version.", footer = "  maxdiff version")
public final class VersionCommand implements Runnable, IVersionProvider {

  @Spec CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().getOut().println(getVersion()[0]);
  }

  /** Reads the version from the jar's manifest, which classes in a folder lack. */
  @Override
  public String[] getVersion() {
    String version = VersionCommand.class.getPackage().getImplementationVersion();
    return new String[] {"maxdiff " + (version == null ? "(not packaged)" : version)};
  }
}
