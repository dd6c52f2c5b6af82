/// What `--help` prints.
enum Usage {
    static let seeHelp = "See conductor --help."

    static let program = """
        Usage: conductor [-C <directory>] <command> [<options>]

        Stands up a whole environment from one services.yaml.

        Commands:
          rehearse <directory>   Run every phase against a cloud on this machine, and tear it down.
          plan <directory>       Print the accounts and roles that the environment needs.

        Options:
          -C <directory>         Look for directories there.
          -h, --help             Print this, or the help of a command.
          --version              Print the version.
        """

    static let rehearse = """
        Usage: conductor rehearse <directory> [<options>]

        Starts a cloud on this machine, runs all phases of <directory>/services.yaml against it on virtual
        time, waits for the messages that <directory>/rehearsal.yaml expects, and tears everything down.

        Options:
          --propagation <time>   How long a change takes to be seen everywhere, for example 90s, 7m, 1h.
                                 0 for at once. Default: 7m.
          --seed <number>        Decides everything random. Default: 1.
          --plain                Print lines instead of a live tree (the default when not on a terminal).
          --json                 Print events as JSON, one a line.
          -h, --help             Print this.

        Exits with 0 when all messages arrived, 1 when something failed, 2 for a wrong command line,
        130 when interrupted (once tears down first, twice ends at once).
        """

    static let plan = """
        Usage: conductor plan <directory>

        Prints the service accounts that <directory>/services.yaml needs and every role that they get,
        with its reason. Changes nothing.
        """
}
