import CloudCore

extension FirestoreAdminV1 {
    /// The enumerations of `google.firestore.admin.v1.Database` that turn something on or off.
    enum Switch {
        /// `AppEngineIntegrationMode`.
        struct AppEngine: ProtoEnum {
            static let definitionName: String? = "google.firestore.admin.v1.Database.AppEngineIntegrationMode"

            var rawValue: Int32

            static let names: [(number: Int32, name: String)] = [
                (0, "APP_ENGINE_INTEGRATION_MODE_UNSPECIFIED"), (1, "ENABLED"), (2, "DISABLED"),
            ]

            static let disabled = AppEngine(rawValue: 2)
        }

        /// `PointInTimeRecoveryEnablement`.
        struct PointInTimeRecovery: ProtoEnum {
            static let definitionName: String? =
                "google.firestore.admin.v1.Database.PointInTimeRecoveryEnablement"

            var rawValue: Int32

            static let names: [(number: Int32, name: String)] = [
                (0, "POINT_IN_TIME_RECOVERY_ENABLEMENT_UNSPECIFIED"), (1, "POINT_IN_TIME_RECOVERY_ENABLED"),
                (2, "POINT_IN_TIME_RECOVERY_DISABLED"),
            ]

            static let disabled = PointInTimeRecovery(rawValue: 2)
        }

        /// `DeleteProtectionState`.
        struct DeleteProtection: ProtoEnum {
            static let definitionName: String? = "google.firestore.admin.v1.Database.DeleteProtectionState"

            var rawValue: Int32

            static let names: [(number: Int32, name: String)] = [
                (0, "DELETE_PROTECTION_STATE_UNSPECIFIED"), (1, "DELETE_PROTECTION_DISABLED"),
                (2, "DELETE_PROTECTION_ENABLED"),
            ]

            static let disabled = DeleteProtection(rawValue: 1)
            static let enabled = DeleteProtection(rawValue: 2)
        }

        /// `RealtimeUpdatesMode`.
        struct RealtimeUpdates: ProtoEnum {
            static let definitionName: String? = "google.firestore.admin.v1.RealtimeUpdatesMode"

            var rawValue: Int32

            static let names: [(number: Int32, name: String)] = [
                (0, "REALTIME_UPDATES_MODE_UNSPECIFIED"), (1, "REALTIME_UPDATES_MODE_ENABLED"),
                (2, "REALTIME_UPDATES_MODE_DISABLED"),
            ]

            static let enabled = RealtimeUpdates(rawValue: 1)
        }

        /// `DataAccessMode`.
        struct DataAccess: ProtoEnum {
            static let definitionName: String? = "google.firestore.admin.v1.Database.DataAccessMode"

            var rawValue: Int32

            static let names: [(number: Int32, name: String)] = [
                (0, "DATA_ACCESS_MODE_UNSPECIFIED"), (1, "DATA_ACCESS_MODE_ENABLED"),
                (2, "DATA_ACCESS_MODE_DISABLED"),
            ]

            static let enabled = DataAccess(rawValue: 1)
            static let disabled = DataAccess(rawValue: 2)
        }
    }
}
