import CloudCore

extension ControlPlane {
    /// All datasets with their full names, in no order.
    var datasets: [(name: String, value: JSON)] {
        bigQuery.datasets.map { (datasetResource($0.key), $0.value.dataset.protoJSON) }
    }

    /// All tables with their full names, and of their rows the numbers, in no order.
    var tables: [(name: String, value: JSON)] {
        bigQuery.datasets.flatMap { dataset, entry in
            entry.tables.map { (tableResource($0.key, of: dataset), $0.value.shown.protoJSON) }
        }
    }
}
