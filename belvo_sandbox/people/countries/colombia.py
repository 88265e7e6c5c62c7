"""Colombia. Every person, company and shop is invented; what things cost follows from Mexican prices."""

from dataclasses import replace

from belvo_sandbox.core.clock import Zone
from belvo_sandbox.people.countries.bank_calendar import colombian_holidays
from belvo_sandbox.people.countries.country import AccountProduct, Phrase, Shops, Town
from belvo_sandbox.people.countries.mexico import MEXICO

_PESOS = 220  # Colombian pesos for a Mexican one
_SHOPS = {
    "groceries": ("Mercado La Totuma", "Súper El Trapiche", "Tienda Don Eliécer"),
    "restaurants": ("Asadero La Brasa Paisa", "Corrientazo Doña Nubia", "Fritanga La Ceiba"),
    "coffee": ("Café Frailejón", "Panadería La Almojábana", "Tinto y Pan"),
    "convenience": ("Minimercado La 15", "Tienda La Vecina", "Cigarrería El Farol"),
    "delivery": ("Domiciliando", "Traételo"),
    "bars": ("Bar La Tusa", "Taberna Caney"),
    "transit": ("Tarjeta Biruta", "Recarga Troncal"),
    "rides": ("Llevamé", "Taxi Colibrí"),
    "gas": ("Estación El Páramo", "Combustibles Sabana"),
    "parking": ("Parqueadero El Cupo", "Peaje Los Guaduales"),
    "flights": ("Aerolínea Cóndor Azul",),
    "hotels": ("Hotel Bahía Imaginaria", "Posada del Guacamayo"),
    "pharmacy": ("Droguería La Sábila", "Droguería San Onofre"),
    "health": ("Clínica Monte Sereno", "Odontología Molarcito"),
    "hair": ("Peluquería Crespitos", "Barbería La Navaja"),
    "home": ("Muebles Guadua", "Ferretería El Tornillo"),
    "gym": ("Gimnasio Fuerza Andina",),
    "clothes": ("Hilos y Retazos", "Calzado Alpargata"),
    "online": ("Clicándolo", "Mercadito Digital"),
    "department": ("Almacenes Quimbaya",),
    "books": ("Librería Macondo Chico",),
    "gifts": ("Detalles Mariposa",),
    "pets": ("Mascotas Tití", "Veterinaria Patitas"),
    "cinema": ("Cine Cocuyo", "Parque Mil Cometas"),
    "streaming": ("Cinenube", "Melodía Plus", "Seriemanía"),
    "apps": ("Nubecaja", "Notas Fáciles"),
    "games": ("Juegos Pixelote",),
    "electricity": ("Energía del Cañón",),
    "water": ("Acueducto La Quebrada",),
    "phone": ("Celular Guacharaca",),
    "internet": ("Fibra Orquídea",),
    "insurance": ("Seguros Nevado",),
}

COLOMBIA = replace(
    MEXICO,
    code="CO",
    currency="COP",
    zone=Zone(hours=-5),
    given_names={
        "FEMALE": ("Luz Marina", "Yuliana", "Valentina", "Nubia", "Catalina", "Paola", "Adriana", "Leidy"),
        "MALE": ("Jhon Jairo", "Andrés", "Camilo", "Hernán", "Mauricio", "Wilson", "Sebastián", "Fabio"),
    },
    surnames=("Rincón", "Cárdenas", "Quintero", "Zapata", "Bedoya", "Mosquera", "Ospina", "Giraldo", "Uribe"),
    towns=(
        Town("Bogotá", "DC", "11001", "110111", "601"),
        Town("Medellín", "ANT", "05001", "050001", "604"),
        Town("Cali", "VAC", "76001", "760001", "602"),
        Town("Barranquilla", "ATL", "08001", "080001", "605"),
    ),
    streets=("Calle de los Frailejones", "Carrera del Yarumo", "Avenida Guayacán", "Transversal Orquídea"),
    employers=("Textiles La Ruana", "Cafetera Tres Nevados", "Logística El Boquerón", "Laboratorios Frailejón"),
    landlords=("Inmobiliaria Balcón Verde", "Arriendos Casa Guadua"),
    shops={
        kind: Shops(prices.low * _PESOS, prices.high * _PESOS, _SHOPS[kind]) for kind, prices in MEXICO.shops.items()
    },
    phrases={
        **MEXICO.phrases,
        "salary": Phrase("PAGO NOMINA {name}", "NOMINA"),
        "bonus": Phrase("PAGO PRIMA DE SERVICIOS {name}", "NOMINA"),
        "freelance": Phrase("TRANSFERENCIA DE {name} HONORARIOS", "TRANSFERENCIA"),
        "rent": Phrase("TRANSFERENCIA A {name} ARRIENDO {month}", "TRANSFERENCIA"),
        "card": Phrase("{name} {town} CO", "COMPRA_TARJETA_CREDITO"),
        "order": Phrase("DEBITO AUTOMATICO {name} REF {reference}", "DEBITO_AUTOMATICO"),
        "fee": Phrase("CUOTA DE MANEJO", "COMISION"),
        "fee_tax": Phrase("IVA CUOTA DE MANEJO", "IMPUESTO"),
        "interest_tax": Phrase("RETENCION EN LA FUENTE", "IMPUESTO"),
        "friend_out": Phrase("TRANSFERENCIA A {name} {reference}", "TRANSFERENCIA"),
        "friend_in": Phrase("TRANSFERENCIA DE {name} {reference}", "TRANSFERENCIA"),
    },
    atm_name="{number} OFC {branch}",
    products={
        "checking": AccountProduct("Cuenta de Ahorros Nómina", "AHORROS"),
        "savings": AccountProduct("Bolsillo Meta", "AHORROS"),
        "card": AccountProduct("Tarjeta Clásica", "TARJETA_CREDITO"),
    },
    banking=replace(
        MEXICO.banking,
        paydays=(15, 30),
        bonus_days=((6, 30), (12, 20)),
        bonus=100,
        fee=13_900_00,
        fee_tax=19,
        interest_tax=7,
        card_interest=195,
        overdraft_interest=190,
        cash=(50_000, 400_000, 10_000),
        electricity_months=1,
    ),
    income=(20_000 * _PESOS, 46_000 * _PESOS),
    reference_income=30_000 * _PESOS,
    inflation=690,
    holidays=colombian_holidays,
)
